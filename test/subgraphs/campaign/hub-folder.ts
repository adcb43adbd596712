// A data folder for a hub under test: roster, campaigns, addresses; written as the deployment writes them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { writeWhole } from '#schema/configuration/write.ts';
import { subgraphName } from '#schema/roster/roster.ts';
import { readHubConfig } from '#subgraphs/campaign/config.ts';
import { type RunningHub, startHub } from '#subgraphs/campaign/start.ts';
import type { AssertedCaller } from '#trust/assertion/index.ts';
import { asGateway, HUB, TRUST_CONFIG } from '../signing.ts';
import { OMD, ROSTER } from './held-index.ts';

export { OMD as OMD_FILE } from './held-index.ts';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

export interface HubFolder {
  readonly folder: string;
  readonly config: string;
  readonly log: LogLine[];
  roster(roster: unknown): void;
  /** Text of a campaign file, or what to write as YAML. */
  campaign(code: string, content: unknown): void;
  addresses(urls: Readonly<Record<string, string>>): void;
  start(): Promise<TestHub>;
  remove(): void;
}

export interface Health {
  readonly sdl: string;
  readonly feeds: readonly { readonly participant: string; readonly state: string; readonly rejectsDropped: number }[];
  readonly campaigns: readonly string[];
}

export interface TestHub extends RunningHub {
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the test says.
  ask(query: string, variables?: object, caller?: AssertedCaller): Promise<any>;
  health(): Promise<Health>;
  stateOf(participant: string): Promise<string | undefined>;
  /** Number of cases in phase OMD-5. */
  count(): Promise<number>;
}

export function hubFolder(feeds: object = {}): HubFolder {
  const folder = mkdtempSync(join(tmpdir(), 'hub-'));
  const write = (name: string, content: unknown) =>
    writeWhole(join(folder, name), typeof content === 'string' ? content : stringify(content));
  const config = join(folder, 'config', 'hub.yaml');
  const log: LogLine[] = [];
  const line = (level: LogLine['level']) => (fields: unknown, message?: string) =>
    void log.push({ level, message: message ?? String(fields), fields: Object(fields) as Record<string, unknown> });
  const logger = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  write('config/hub.yaml', {
    roster: '../participants.yaml',
    supergraph: '../supergraph.yaml',
    campaigns: '../campaigns',
    listen: { host: '127.0.0.1', port: 0 },
    database: { file: '../hub.sqlite' },
    trust: { gateway: TRUST_CONFIG.gateway },
    identity: { key: HUB.key.file, issuer: HUB.issuer },
    feeds: { interval: '20ms', timeout: '1s', ...feeds },
  });
  write('participants.yaml', ROSTER);
  write('campaigns/OMD.yaml', OMD);
  return {
    folder,
    config,
    log,
    roster: (roster) => write('participants.yaml', roster),
    campaign: (code, content) => write(`campaigns/${code}.yaml`, content),
    addresses(urls) {
      const subgraphs = Object.fromEntries(
        Object.entries(urls).map(([code, url]) => [
          subgraphName(code),
          { routing_url: url, schema: { file: 'x.graphql' } },
        ]),
      );
      write('supergraph.yaml', { subgraphs });
    },
    async start() {
      return askable(await startHub(readHubConfig(config), logger));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A hub by its address, in this process or another. */
export function askable(hub: RunningHub): TestHub {
  const ask = async (query: string, variables: object = {}, caller?: AssertedCaller) => {
    const response = await fetch(hub.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await asGateway('campaign', caller)) },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors?: { message: string }[] };
    if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
    return data;
  };
  const health = async () => (await (await fetch(new URL('/health', hub.url))).json()) as Health;
  return {
    ...hub,
    ask: ask as TestHub['ask'],
    health,
    async stateOf(participant) {
      const { feeds } = await health();
      return feeds.find((feed) => feed.participant === participant)?.state;
    },
    async count() {
      const data = (await ask('{ phase(id: "OMD-5") { cases { totalCount } } }')) as {
        phase: { cases: { totalCount: number } };
      };
      return data.phase.cases.totalCount;
    },
  };
}

/** Asks again until the answer is as wanted; fails with the last answer after `patience` ms. */
export async function until<T>(
  read: () => Promise<T> | T,
  wanted: (value: T) => boolean,
  patience = 8_000,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (Date.now() > end) throw new Error(`expected another value within ${patience} ms, got ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
