// A folder with all that a gateway over the mock subgraphs needs: roster, published SDLs, composed supergraphs, keys.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { composeSupergraph } from '#gateway/supergraph/compose.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { HUB } from '#schema/roster/supergraph-config.ts';
import { benchRoster } from './roster.ts';

export interface Deployment {
  readonly folder: string;
  readonly roster: string;
  /** `supergraph.yaml` over the published SDLs, with their rights. */
  readonly supergraph: string;
  /** The composed supergraph, with its rights. */
  readonly composed: string;
  /** The composed supergraph without rights: for gateways that are asked without a token. */
  readonly open: string;
  readonly subgraphs: readonly { readonly name: string; readonly url: string; readonly sdlFile: string }[];
  remove(): void;
}

/** @param ports of the mock subgraphs, by name. */
export function deploy(participants: number, ports: Readonly<Record<string, number>>): Deployment {
  const folder = mkdtempSync(join(tmpdir(), 'campaign-bench-'));
  const members = benchRoster(participants);
  mkdirSync(join(folder, 'published'));
  const sources = [
    { name: HUB, sdl: hubSdl({ participants: members }) },
    ...members.map((member) => ({ name: member.code.toLowerCase(), sdl: participantSdl(member) })),
  ].map((each) => ({ ...each, url: `http://127.0.0.1:${ports[each.name]}/graphql` }));
  for (const { name, sdl } of sources) writeFileSync(join(folder, 'published', `${name}.graphql`), sdl);
  const roster = join(folder, 'participants.yaml');
  writeFileSync(
    roster,
    stringify({ participants: members.map(({ code, name, kind, caseType }) => ({ code, name, kind, caseType })) }),
  );
  const supergraph = join(folder, 'supergraph.yaml');
  const entries = sources.map(({ name, url }) => [
    name,
    { routing_url: url, schema: { file: `published/${name}.graphql` } },
  ]);
  writeFileSync(supergraph, stringify({ subgraphs: Object.fromEntries(entries) }));
  const composed = composeSupergraph({ roster: { participants: members }, subgraphs: sources });
  if (composed.sdl === undefined)
    throw new Error(`expected the bench's SDLs to compose: ${JSON.stringify(composed.refusals)}`);
  const whole = join(folder, 'composed.graphql');
  writeFileSync(whole, composed.sdl);
  const open = join(folder, 'open.graphql');
  writeFileSync(open, composed.stripped);
  return {
    folder,
    roster,
    supergraph,
    composed: whole,
    open,
    subgraphs: sources.map(({ name, url }) => ({ name, url, sdlFile: join(folder, 'published', `${name}.graphql`) })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
