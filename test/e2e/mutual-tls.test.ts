// Hub, participant and gateway as they would stand in three places: one authority, a certificate for each, real processes.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ensureDevelopmentKey, signDevelopmentToken } from '#gateway/authentication/development-key.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { readRoster } from '#schema/roster/roster.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import type { TlsFiles } from '#trust/tls/index.ts';
import { until } from '../gateway/until.ts';
import { OMD } from '../subgraphs/campaign/held-index.ts';
import { recordOf } from '../subgraphs/campaign/real-participant.ts';
import { makeAuthority } from '../trust/tls/certificates.ts';
import { makeKey } from '../trust/workshop.ts';

const COMMAND = resolve(import.meta.dirname, '../../cli/campaign.mjs');
const folder = mkdtempSync(join(tmpdir(), 'campaign-tls-'));
const at = (name: string) => join(folder, name);
const children: ChildProcess[] = [];
let gatewayUrl = '';
let participantUrl = '';
let token = '';

/** Runs one process until the test ends; its URL. */
async function run(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let ready = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ready += text;
  });
  await until(
    `${args.join(' ')} to be ready`,
    () => {
      if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended: ${said}`);
      return ready.includes('\n');
    },
    60_000,
  );
  return ready.trim().replace('ready ', '');
}

const write = (name: string, content: unknown) =>
  writeFileSync(at(name), typeof content === 'string' ? content : stringify(content));
const addresses = (urls: Record<string, string>) => ({
  subgraphs: Object.fromEntries(
    Object.entries(urls).map(([name, url]) => [name, { routing_url: url, schema: { file: `${name}.graphql` } }]),
  ),
});

const listen = (tls: TlsFiles) => ({ host: '127.0.0.1', port: 0, tls });
const trusted = (service: 'gateway' | 'hub') => ({
  issuer: `urn:campaign:${service}`,
  jwks: { file: `${service}.jwks.json` },
  names: [`urn:campaign:${service}`],
});

beforeAll(async () => {
  const authority = await makeAuthority(folder, 'root');
  const vn = await authority.issue('vn', { dns: ['vn.example'] });
  const hub = await authority.issue('hub', { dns: ['hub.example'], uri: ['urn:campaign:hub'] });
  const gateway = await authority.issue('gateway', { uri: ['urn:campaign:gateway'] });
  const [gatewayKey, hubKey] = [await makeKey(folder, 'gateway'), await makeKey(folder, 'hub')];
  const vnKey = await makeKey(folder, 'VN');

  write('participants.yaml', {
    participants: [
      { code: 'VN', name: 'Vietnam Customs', country: 'VN', kind: 'CUSTOMS', caseType: 'VietnamCustomsCase' },
    ],
  });
  const roster = readRoster(at('participants.yaml'));
  write('campaign.graphql', hubSdl(roster));
  write('vn.graphql', participantSdl({ caseType: 'VietnamCustomsCase' }));
  mkdirSync(at('campaigns'));
  write('campaigns/OMD.yaml', OMD);
  const store = await openCaseStore({ participant: 'VN', file: at('vn.sqlite') });
  await store.put([recordOf('VN', 1)], { by: 'tester' });
  await store.close();

  write('vn.yaml', {
    participant: 'VN',
    roster: 'participants.yaml',
    listen: listen(vn),
    database: { file: 'vn.sqlite' },
    trust: { gateway: trusted('gateway'), hub: trusted('hub') },
    audit: { file: 'audit/VN.jsonl', key: vnKey.file },
  });
  participantUrl = await run('subgraph', 'participant', '--config', at('vn.yaml'));
  write('feeds.yaml', addresses({ vn: participantUrl }));
  write('hub.yaml', {
    roster: 'participants.yaml',
    supergraph: 'feeds.yaml',
    campaigns: 'campaigns',
    listen: listen(hub),
    database: { file: 'hub.sqlite' },
    trust: { gateway: trusted('gateway') },
    identity: { key: hubKey.file },
    // Keys lie here as `<process>.jwks.json`.
    audit: { keys: '.' },
    feeds: { interval: '100ms', tls: hub },
  });
  const hubUrl = await run('subgraph', 'campaign', '--config', at('hub.yaml'));
  write('supergraph.yaml', addresses({ campaign: hubUrl, vn: participantUrl }));
  const { keyFile } = await ensureDevelopmentKey(folder);
  write('gateway.yaml', {
    listen: { host: '127.0.0.1', port: 0 },
    supergraph: { config: 'supergraph.yaml', roster: 'participants.yaml' },
    authentication: {
      issuers: [
        {
          issuer: 'urn:campaign:development',
          audience: 'campaign-gateway',
          jwks: { file: 'development.jwks.json' },
          algorithms: ['EdDSA'],
        },
      ],
    },
    identity: { key: gatewayKey.file },
    audit: { file: 'audit/gateway.jsonl' },
    subgraphs: { all: { tls: gateway } },
  });
  gatewayUrl = await run('gateway', '--config', at('gateway.yaml'));
  token = await signDevelopmentToken({ keyFile, agency: 'VN', scope: 'case:read', subject: 'officer' });
}, 120_000);

afterAll(async () => {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }),
  );
  rmSync(folder, { recursive: true });
});

async function ask(query: string): Promise<unknown> {
  const response = await fetch(gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

/** Processes of which the hub keeps checkpoints. */
function keptOf(): string[] {
  const database = new DatabaseSync(at('hub.sqlite'), { readOnly: true });
  try {
    const rows = database.prepare('select distinct process from audit_checkpoint order by process').all();
    return rows.map(({ process: name }) => String(name));
  } finally {
    database.close();
  }
}

it('checkpoints of gateway and participant reach the hub over TLS', async () => {
  await until('a checkpoint of each at the hub', () => keptOf().join(' ') === 'VN gateway', 60_000);
}, 70_000);

it('a case read over the gateway has its head from the hub and its body from its owner, over TLS only', async () => {
  expect(participantUrl).toMatch(/^https:/);
  const wanted = { data: { case: { id: 'VN-1', reference: 'VN/1/1', seizures: [{ quantity: { value: 2 } }] } } };
  let last: unknown;
  await until(
    'the case',
    async () => {
      last = await ask('{ case(id: "VN-1") { id reference seizures { quantity { value } } } }');
      return JSON.stringify(last) === JSON.stringify(wanted);
    },
    30_000,
  ).catch(() => undefined);
  expect(last).toEqual(wanted);
}, 40_000);
