// A participant served over HTTP for the tests: Vietnam, with two national fields.
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';
import type { CaseStore } from '#subgraphs/kit/store/case-store.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import type { ParticipantConfig } from '#subgraphs/participant/config.ts';
import { startParticipant } from '#subgraphs/participant/start.ts';
import type { AssertedCaller } from '#trust/assertion/index.ts';
import { temporaryFile } from '../kit/temporary-folder.ts';
import { asGateway, asHub, type SignedHeaders, TRUST } from '../signing.ts';

export const CASE_TYPE = 'VietnamCustomsCase';

const NATIONAL = `
extend type ${CASE_TYPE} {
  provincialDepartment: String
  handedOver: VN_HandOver
}
type VN_HandOver { to: VN_PoliceBody on: Date }
enum VN_PoliceBody { C04 C05 }
`;

export function configOf(
  databaseFile: string,
  contactPoint: string | undefined = 'liaison@vn.example',
): ParticipantConfig {
  return {
    code: 'VN',
    participant: {
      code: 'VN',
      name: 'Vietnam Customs',
      country: 'VN',
      kind: 'CUSTOMS',
      caseType: CASE_TYPE,
      publicKeys: [],
      illustrative: false,
      ...(contactPoint === undefined ? {} : { contactPoint }),
    },
    listen: { host: '127.0.0.1', port: 0 },
    databaseFile,
    trust: TRUST,
    national: NATIONAL,
  };
}

export interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

export interface Participant {
  readonly url: string;
  /** Warnings and errors logged. */
  readonly log: readonly unknown[];
  /** Another connection to the participant's own file, as an import has. */
  readonly store: CaseStore;
  /** As a gateway does, for this caller or an officer of Vietnam. */
  ask<Data>(query: string, variables?: object, caller?: AssertedCaller): Promise<Answer<Data>>;
  /** As the hub does. */
  feed<Data>(query: string, variables?: object): Promise<Answer<Data>>;
  /** Selects \`selection\` of the cases with these ids, as a gateway does. */
  cases<Case>(ids: readonly string[], selection: string): Promise<(Case | null)[]>;
}

export async function runningParticipant(
  records: readonly CaseRecordInput[],
  contactPoint?: string,
): Promise<Participant> {
  const file = join(dirname(await temporaryFile('x')), 'VN.sqlite');
  const store = await openCaseStore({ participant: 'VN', file });
  await store.put(records, { by: 'tester' });
  const log: unknown[] = [];
  const note = (...line: unknown[]) => void log.push(line);
  const logger: ServerLogger = { debug() {}, info() {}, warn: note, error: note };
  const running = await startParticipant(configOf(file, contactPoint), logger);
  onTestFinished(async () => {
    await running.close();
    await store.close();
  });
  const post = async <Data>(query: string, variables: object, signed: SignedHeaders): Promise<Answer<Data>> => {
    const response = await fetch(running.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer<Data>, 'status'>) };
  };
  const ask = async <Data>(query: string, variables: object = {}, caller?: AssertedCaller) =>
    post<Data>(query, variables, await asGateway('vn', caller));
  return {
    url: running.url,
    log,
    store,
    ask,
    feed: async <Data>(query: string, variables: object = {}) => post<Data>(query, variables, await asHub('vn')),
    async cases<Case>(ids: readonly string[], selection: string) {
      const { data, errors } = await ask<{ _entities: (Case | null)[] }>(
        `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${CASE_TYPE} ${selection} } }`,
        { representations: ids.map((id) => ({ __typename: CASE_TYPE, id })) },
      );
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data._entities;
    },
  };
}
