// A participant served over HTTP for the tests: Vietnam, with two national fields.
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { writeWhole } from '#schema/configuration/write.ts';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';
import type { CaseStore } from '#subgraphs/kit/store/case-store.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import type { ParticipantConfig } from '#subgraphs/participant/config.ts';
import { startParticipant } from '#subgraphs/participant/start.ts';
import type { AssertedCaller } from '#trust/assertion/index.ts';
import { temporaryFile } from '../kit/temporary-folder.ts';
import { asGateway, asHub, PARTICIPANT_KEY, type SignedHeaders, TRUST } from '../signing.ts';

export const CASE_TYPE = 'VietnamCustomsCase';

const NATIONAL = `
extend type ${CASE_TYPE} {
  "Class N0."
  provincialDepartment: String
  "Class N0."
  handedOver: VN_HandOver
}
type VN_HandOver {
  "Class N0."
  to: VN_PoliceBody
  on: Date
}
enum VN_PoliceBody { C04 C05 }
`;

/** Read by members for as long as the tests may live. */
const CAMPAIGN = `code: OMD
name: Test campaign
phases:
  - { number: 5, name: Five, startsOn: 2023-04-15, endsOn: 2023-11-16, accessUntil: 9999-12-31, participants: [VN, LA, TH, CN] }
  - { number: 4, name: Four, startsOn: 2014-04-15, endsOn: 2014-09-15, participants: [VN, LA, TH, CN] }
`;

const ALL_SCOPES = ['case:read', 'case:operational', 'case:identifiers', 'case:nominal'];

/** Somebody of this agency with every scope, a purpose and a case reference. */
export function chiefOf(agency: string, change: Partial<AssertedCaller> = {}): AssertedCaller {
  const stated = { purpose: 'investigation', caseReference: 'VN-2026-7' };
  return { subject: `chief of ${agency}`, agency, scopes: ALL_SCOPES, ...stated, ...change };
}

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
    rosterFile: '',
    databaseFile,
    trust: TRUST,
    audit: { file: join(dirname(databaseFile), 'audit.jsonl'), key: PARTICIPANT_KEY.file },
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
  /** The audit log. */
  readonly audit: string;
  /** Warnings and errors logged. */
  readonly log: readonly unknown[];
  /** Another connection to the participant's own file, as an import has. */
  readonly store: CaseStore;
  /** As a gateway does, for this caller or an officer of Vietnam. */
  ask<Data>(query: string, variables?: object, caller?: AssertedCaller): Promise<Answer<Data>>;
  /** As the hub does. */
  feed<Data>(query: string, variables?: object): Promise<Answer<Data>>;
  /** Selects \`selection\` of the cases with these ids, as a gateway does, for this caller or a chief of the owner's. */
  cases<Case>(ids: readonly string[], selection: string, caller?: AssertedCaller): Promise<(Case | null)[]>;
  /** The folder of campaign files. */
  readonly campaigns: string;
  /** The file of the participant's own policies. */
  readonly policies: string;
}

export interface ParticipantParts {
  /** Cedar text of the participant's own policies. */
  readonly own?: string;
  /** Text of the campaign file, in place of the usual one. */
  readonly campaign?: string;
}

export async function runningParticipant(
  records: readonly CaseRecordInput[],
  { own, campaign = CAMPAIGN }: ParticipantParts = {},
): Promise<Participant> {
  const file = join(dirname(await temporaryFile('x')), 'VN.sqlite');
  const store = await openCaseStore({ participant: 'VN', file });
  await store.put(records, { by: 'tester' });
  const log: unknown[] = [];
  const note = (...line: unknown[]) => void log.push(line);
  const logger: ServerLogger = { debug() {}, info() {}, warn: note, error: note };
  const campaigns = join(dirname(file), 'campaigns');
  const policies = join(dirname(file), 'own.cedar');
  writeWhole(join(campaigns, 'OMD.yaml'), campaign);
  if (own !== undefined) writeWhole(policies, own);
  const config = { ...configOf(file), campaigns, policies: own === undefined ? undefined : policies };
  const running = await startParticipant(config, logger);
  const { file: audit } = config.audit;
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
    audit,
    log,
    store,
    campaigns,
    policies,
    ask,
    feed: async <Data>(query: string, variables: object = {}) => post<Data>(query, variables, await asHub('vn')),
    async cases<Case>(ids: readonly string[], selection: string, caller = chiefOf('VN')) {
      const { data, errors } = await ask<{ _entities: (Case | null)[] }>(
        `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${CASE_TYPE} ${selection} } }`,
        { representations: ids.map((id) => ({ __typename: CASE_TYPE, id })) },
        caller,
      );
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data._entities;
    },
  };
}
