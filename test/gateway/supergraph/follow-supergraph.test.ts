// What a supergraph that composes and does not load costs: nothing but what is national.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DestinationStream, pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { gatewayMetrics } from '#gateway/operations/metrics.ts';
import type { ComposedSupergraph } from '#gateway/supergraph/compose.ts';
import { type Following, followSupergraph } from '#gateway/supergraph/follow-supergraph.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { published, TH, VN } from './ownership/hostile-sdl.ts';

const NATIONAL = published('extend type ThailandCustomsCase { office: String }');
const SPOILT = published('extend type ThailandCustomsCase { office: String spoils: Int }');

const entry = (name: string) => ({
  routing_url: `http://127.0.0.1:1/${name}`,
  schema: { file: `${name}.graphql` },
});

const folders: string[] = [];
const open: Following[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Follows a campaign whose load fails wherever a field is called `spoils`. */
async function follow(th: string | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'follow-supergraph-'));
  folders.push(folder);
  const at = (name: string) => join(folder, name);
  const members = [TH, VN];
  const sdls = { campaign: hubSdl({ participants: members }), vn: participantSdl(VN), th };
  for (const [name, sdl] of Object.entries(sdls)) if (sdl !== undefined) writeFileSync(at(`${name}.graphql`), sdl);
  if (th === undefined) execFileSync('mkfifo', [at('th.graphql')]);
  const subgraphs = { campaign: entry('campaign'), vn: entry('vn'), th: entry('th') };
  writeFileSync(at('supergraph.yaml'), stringify({ subgraphs }));
  const participants = members.map(({ code, name, kind, caseType }) => ({ code, name, kind, caseType }));
  writeFileSync(at('participants.yaml'), stringify({ participants }));
  const loaded: ComposedSupergraph[] = [];
  const log: string[] = [];
  const stream: DestinationStream = { write: (line) => void log.push(line) };
  const following = await followSupergraph({
    source: { config: at('supergraph.yaml'), roster: at('participants.yaml') },
    tlsTo: () => false,
    async onLoad(supergraph) {
      if (supergraph.stripped.includes('spoils')) throw new RangeError('Maximum call stack size exceeded');
      loaded.push(supergraph);
    },
    logger: pino({ level: 'info' }, stream),
    metrics: gatewayMetrics(),
    intervalMs: 3_600_000,
  });
  open.push(following);
  const publish = (sdl: string) => {
    writeFileSync(at('th.graphql'), sdl);
    return following.check();
  };
  return { loaded, log, publish };
}

describe('a supergraph that composes and does not load', { timeout: 60_000 }, () => {
  it('is loaded without anything national, from the first start, and says so', async () => {
    const { loaded, log } = await follow(SPOILT);
    expect(loaded).toHaveLength(1);
    const th = loaded[0]?.routes.find(({ name }) => name === 'th');
    expect(th).toMatchObject({ url: 'http://127.0.0.1:1/th', published: { reduced: true } });
    expect(loaded[0]?.stripped).not.toContain('office');
    expect(log.join('')).toMatch(/th: schema: expected SDLs that compose and load together.*national part is left out/);
  });

  it('is no last good SDL: the one before it is', async () => {
    const { loaded, publish } = await follow(NATIONAL);
    await publish(SPOILT);
    expect(loaded.at(-1)?.stripped).not.toContain('office');
    await publish(published('extend type Query { spy: String }'));
    expect(loaded.at(-1)?.stripped).toContain('office');
  });
});

describe('a pipe where an SDL is expected', () => {
  it('is no SDL, and holds nobody up', { timeout: 20_000 }, async () => {
    const { loaded, log } = await follow(undefined);
    expect(loaded[0]?.routes.find(({ name }) => name === 'th')).toEqual({ name: 'th', participant: 'TH' });
    expect(loaded[0]?.routes.find(({ name }) => name === 'vn')?.url).toBe('http://127.0.0.1:1/vn');
    expect(log.join('')).toContain('expected a readable SDL file');
  });
});
