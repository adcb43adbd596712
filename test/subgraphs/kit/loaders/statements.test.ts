import { execute, parse } from 'graphql';
import type { LogEvent } from 'kysely';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createReleaseEngine } from '#subgraphs/kit/decision/index.ts';
import { createCaseLoaders } from '#subgraphs/kit/loaders/case-loaders.ts';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import { phasesOf } from '#subgraphs/kit/release/phases.ts';
import { recordsOf } from '#subgraphs/kit/release/records.ts';
import type { SubgraphContext } from '#subgraphs/kit/server/context.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { participantSchema } from '#subgraphs/participant/schema.ts';
import { CASE_TYPE, configOf } from '../../participant/running-participant.ts';
import { GATEWAY_CALLER } from '../../signing.ts';
import { ALL_SCOPES, STATED } from '../decision/asking.ts';
import { fullRecord } from '../full-record.ts';
import { EVERY_FIELD } from '../resolvers/every-field.ts';
import { temporaryFile } from '../temporary-folder.ts';

const { participant, national } = configOf('');
const schema = participantSchema(participant, national);
const engine = createReleaseEngine();
let records: CaseRecordInput[] = [];

beforeAll(() => {
  records = Array.from({ length: 500 }, (_, index) => ({ ...fullRecord, id: `VN-${index}` }));
});

/** A child is read with its case: one statement, named for the child. */
function tableIn(text: string): string {
  return (/join "(\w+)"/.exec(text) ?? /from "(\w+)"/.exec(text))?.[1] ?? text;
}

/** Tables read, in order, to answer \`selection\` of the first \`count\` cases. */
async function tablesRead(selection: string, count: number) {
  const statements: string[] = [];
  let counting = false;
  const log = (event: LogEvent) => {
    if (counting) statements.push(tableIn(event.query.sql));
  };
  const store = await openCaseStore({ participant: 'VN', file: await temporaryFile('VN.sqlite'), log });
  onTestFinished(() => store.close());
  await store.put(records, { by: 'tester' });

  counting = true;
  const representations = records.slice(0, count).map(({ id }) => ({ __typename: CASE_TYPE, id }));
  const contextValue: SubgraphContext = {
    requestId: 'r',
    caller: GATEWAY_CALLER,
    store,
    loaders: createCaseLoaders(store),
    records: recordsOf({
      owner: 'VN',
      release: engine.forRequest({ agency: 'VN', scopes: ALL_SCOPES, ...STATED }),
      phases: phasesOf([]),
    }),
    visibleTo: engine.visibleTo,
  };
  const { data, errors } = await execute({
    schema,
    document: parse(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${CASE_TYPE} ${selection} } }`),
    variableValues: { r: representations },
    contextValue,
  });
  expect(errors).toBeUndefined();
  expect(data?._entities).toHaveLength(count);
  return statements.toSorted();
}

describe('a page of cases', () => {
  test.each([1, 50, 500])('of %d costs one statement a table, whatever is asked for', async (count) => {
    expect(await tablesRead(EVERY_FIELD, count)).toEqual([
      'cases',
      'conveyance_identifiers',
      'places',
      'release_audience',
      'seizures',
      'suspect_identifiers',
      'suspects',
    ]);
  });

  test.each([
    ['{ id }', ['cases']],
    ['{ seizedOn narrative outcome { arrests } concealment { method } provincialDepartment }', ['cases']],
    ['{ release { tlp audience withheld { field } } }', ['cases']],
    ['{ conveyance { mode } }', ['cases']],
    ['{ conveyance { identifiers { value } } }', ['cases', 'conveyance_identifiers']],
    ['{ seizures { quantity { value } } }', ['cases', 'seizures']],
    ['{ route { origin { country } destination { country } } }', ['cases', 'places']],
    ['{ suspects { role } }', ['cases', 'suspects']],
    ['{ suspects { identifiers { value } } }', ['cases', 'suspect_identifiers', 'suspects']],
    ['{ a: seizures { quantity { value } } b: seizures { commodity { __typename } } }', ['cases', 'seizures']],
  ])('costs no statement for what is not asked for: %s', async (selection, tables) => {
    // The audience of each is read before anything is: it says who may know of the case.
    expect(await tablesRead(selection, 50)).toEqual([...tables, 'release_audience'].toSorted());
  });
});

test('a loader reads a case that is asked for many times once, and a case that is not there as undefined', async () => {
  const store = await openCaseStore({ participant: 'VN', file: await temporaryFile('VN.sqlite') });
  onTestFinished(() => store.close());
  await store.put([{ ...fullRecord }], { by: 'tester' });
  const loaders = createCaseLoaders(store);
  const rows = await loaders.cases.loadMany(['VN-none', fullRecord.id, fullRecord.id]);
  expect(rows.map((row) => (row instanceof Error ? row : row?.id))).toEqual([undefined, fullRecord.id, fullRecord.id]);
  expect(await loaders.seizures.load('VN-none')).toEqual([]);
});
