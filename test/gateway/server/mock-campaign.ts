// A campaign of three participants in a folder of its own: mock hub, mock participants, and a real gateway before them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DestinationStream, pino } from 'pino';
import { stringify } from 'yaml';
import { ensureDevelopmentKey, signDevelopmentToken } from '#gateway/authentication/index.ts';
import { type RunningGateway, readGatewayConfig, startGateway } from '#gateway/index.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { writeWhole } from '#schema/configuration/write.ts';
import type { ReportingParticipant } from '#schema/roster/roster.ts';
import { makeKey, type TestKey } from '../../trust/workshop.ts';
import { participant } from '../supergraph/ownership/hostile-sdl.ts';
import { type MockSubgraph, mockSubgraph } from './mock-subgraph.ts';

export const MEMBERS: readonly ReportingParticipant[] = [
  participant('KH', 'CambodiaCustomsCase'),
  participant('TH', 'ThailandCustomsCase'),
  participant('VN', 'VietnamCustomsCase'),
];
const POLICIES = fileURLToPath(new URL('../../../schema/policies', import.meta.url));
export const HUB_SDL = hubSdl({ participants: MEMBERS });

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    data?: unknown;
    errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[];
  };
}

export interface MockCampaign {
  readonly folder: string;
  readonly hub: MockSubgraph;
  readonly participants: ReadonlyMap<string, MockSubgraph>;
  readonly gateway: RunningGateway;
  readonly token: string;
  /** Signs another's; `scope` is separated by spaces. */
  tokenFor(agency: string, scope: string): Promise<string>;
  /** Public half of the gateway's key. */
  readonly signing: TestKey;
  /** Log lines so far. */
  readonly log: string[];
  publish(name: string, sdl: string): void;
  /** POSTs a query with the token of an officer of VN. */
  ask(query: string, options?: { variables?: unknown; headers?: Record<string, string> }): Promise<Answer>;
  close(): Promise<void>;
}

const head = (code: string, caseType: string, index: number) => ({
  __typename: caseType,
  id: `${code}-${index}`,
  reference: `${code}/${index}`,
  participant: { __typename: 'Participant', code, name: code },
  kind: 'DRUG',
  form: 'FULL',
  seizedIn: '2023-05',
  reportedAt: '2023-06-01T00:00:00Z',
  revision: 1,
});

/** @param yaml what `gateway.yaml` has beside what it needs. @param sdls published instead of the contract's. */
export async function mockCampaign(
  yaml: Record<string, unknown> = {},
  sdls: Readonly<Record<string, string>> = {},
): Promise<MockCampaign> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-campaign-'));
  const cases = MEMBERS.flatMap(({ code, caseType }) => [head(code, caseType, 1), head(code, caseType, 2)]);
  const hub = await mockSubgraph(HUB_SDL, {
    Query: {
      campaigns: () => [{ code: 'OMD' }],
      campaign: (_: unknown, { code }: { code: string }) => ({ code }),
      case: (_: unknown, { id }: { id: string }) => cases.find((each) => each.id === id) ?? null,
    },
    Campaign: {
      name: () => 'Mekong Dragon',
      cases: () => ({ nodes: cases, totalCount: cases.length }),
    },
  });
  const participants = new Map<string, MockSubgraph>();
  for (const { code, caseType } of MEMBERS) {
    const body = ({ id }: { id: string }) => ({
      __typename: caseType,
      id,
      narrative: `of ${id}`,
      office: `office of ${id}`,
      outcome: { arrests: 2 },
      seizures: [
        {
          commodity: { __typename: 'DrugCommodity', drug: 'heroin', group: 'OPIATES' },
          quantity: { value: 3, unit: 'KILOGRAM' },
        },
      ],
    });
    const sdl = sdls[code.toLowerCase()] ?? participantSdl({ caseType });
    participants.set(code, await mockSubgraph(sdl, { [caseType]: { __resolveReference: body } }));
  }

  const publish = (name: string, sdl: string) => writeWhole(join(folder, `published/${name}.graphql`), sdl);
  const entry = (name: string, url: string, sdl: string) => {
    publish(name, sdl);
    return [name, { routing_url: url, schema: { file: `published/${name}.graphql` } }];
  };
  const subgraphs = [
    entry('campaign', hub.url, HUB_SDL),
    ...MEMBERS.map(({ code, caseType }) => {
      const name = code.toLowerCase();
      return entry(name, participants.get(code)?.url ?? '', sdls[name] ?? participantSdl({ caseType }));
    }),
  ];
  writeFileSync(join(folder, 'supergraph.yaml'), stringify({ subgraphs: Object.fromEntries(subgraphs) }));
  const roster = MEMBERS.map(({ code, name, kind, caseType }) => ({ code, name, kind, caseType }));
  writeFileSync(
    join(folder, 'participants.yaml'),
    stringify({ participants: [...roster, { code: 'IFAW', name: 'IFAW', kind: 'SUPPORTER' }] }),
  );
  const { keyFile } = await ensureDevelopmentKey(folder);
  const signing = await makeKey(folder, 'gateway');
  writeFileSync(
    join(folder, 'gateway.yaml'),
    stringify({
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
      authorization: { policies: POLICIES },
      identity: { key: 'gateway.jwk' },
      audit: { file: 'audit/gateway.jsonl' },
      ...yaml,
    }),
  );
  const log: string[] = [];
  const stream: DestinationStream = { write: (line) => void log.push(line) };
  const gateway = await startGateway(readGatewayConfig(join(folder, 'gateway.yaml')), pino({ level: 'info' }, stream));
  const tokenFor = (agency: string, scope: string) =>
    signDevelopmentToken({ keyFile, agency, scope, subject: 'officer', purposes: ['investigation'] });
  const token = await tokenFor('VN', 'case:read case:operational');

  return {
    folder,
    hub,
    participants,
    gateway,
    token,
    tokenFor,
    signing,
    log,
    publish,
    async ask(query, { variables, headers } = {}) {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Answer['body'] };
    },
    async close() {
      await gateway.close();
      await Promise.all([hub, ...participants.values()].map((each) => each.stop()));
      rmSync(folder, { recursive: true });
    },
  };
}
