// What the supervisor publishes for the subgraphs that it runs: their SDL, and where they are.
import { createHash } from 'node:crypto';
import { dirname, relative } from 'node:path';
import { stringify } from 'yaml';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { writeIfChanged } from '#schema/configuration/write.ts';
import { type Roster, subgraphName } from '#schema/roster/roster.ts';
import { HUB } from '#schema/roster/supergraph-config.ts';
import { readParticipantConfig } from '#subgraphs/participant/config.ts';
import { publishedSdl } from '#subgraphs/participant/sdl.ts';
import type { DataFolder } from '../data-folder.ts';

const MARK = '# Generated. Do not edit.\n';

/** Publishes the SDL of the participant with this configuration file. */
export function publishParticipant(folder: DataFolder, code: string, configFile: string): void {
  writeIfChanged(folder.publishedSdl(subgraphName(code)), MARK + publishedSdl(readParticipantConfig(configFile)));
}

/** Publishes the hub's SDL for this roster. */
export function publishHub(folder: DataFolder, roster: Roster): void {
  writeIfChanged(folder.publishedSdl(HUB), MARK + hubSdl(roster));
}

/** What the hub's health names while it serves this roster. */
export function hubSdlDigest(roster: Roster): string {
  return createHash('sha256').update(hubSdl(roster)).digest('hex');
}

/**
 * Writes `file` in the form of `supergraph.yaml`: the hub, and each participant by code with its port on loopback. The
 * gateway reads `supergraph.yaml`; the hub reads `feeds.yaml`, written later: a case of a type that the gateway does not
 * know yet would cost the caller the whole list.
 */
export function publishAddresses(
  folder: DataFolder,
  file: string,
  hubPort: number,
  ports: ReadonlyMap<string, number>,
): void {
  const entry = (name: string, port: number) => [
    name,
    {
      routing_url: `http://127.0.0.1:${port}/graphql`,
      schema: { file: relative(dirname(file), folder.publishedSdl(name)) },
    },
  ];
  const subgraphs = [entry(HUB, hubPort), ...[...ports].map(([code, port]) => entry(subgraphName(code), port))];
  writeIfChanged(file, MARK + stringify({ subgraphs: Object.fromEntries(subgraphs) }));
}
