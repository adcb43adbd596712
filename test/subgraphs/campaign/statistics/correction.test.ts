// A file is imported, a figure is asked for, a corrected file is imported: through the import itself, the participant's own
// server and the real hub.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ImportOptions, importFile } from '#subgraphs/intake/import.ts';
import { readPeriod } from '#subgraphs/intake/replace/period.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { incidentMapping } from '../../../e2e/incident-mapping.ts';
import { type HubFolder, hubFolder, type TestHub, until } from '../hub-folder.ts';
import { type RealParticipant, startRealParticipant } from '../real-participant.ts';

const RETURNS = `
name: test-returns
format: 1
record: return
columns: { month: month, office: office, drug: drug, events: events, kg: kg }
participant: { value: VN }
period: { column: month, formats: [YYYY-MM] }
identity: { key: [month, office, drug] }
office: [office]
commodity: { type: DRUG, drug: { column: drug } }
events: { column: events }
quantity: { column: kg, unit: { value: KILOGRAM } }
reportedAt: 2019-01-01T00:00:00Z
release: { handling: H0, tlp: CLEAR }
`;

let folder: HubFolder;
let hub: TestHub;
let vn: RealParticipant;
const path = (name: string) => join(folder.folder, name);

beforeEach(async () => {
  folder = hubFolder();
  vn = await startRealParticipant(folder.folder, 'VN');
  folder.addresses({ VN: vn.url });
  hub = await folder.start();
});
afterEach(async () => {
  await hub.close();
  await vn.close();
  folder.remove();
});

async function imported(mapping: string, content: string, more: Partial<ImportOptions> = {}) {
  writeFileSync(path('mapping.yaml'), mapping);
  writeFileSync(path('file.csv'), content);
  return importFile({
    file: path('file.csv'),
    mapping: path('mapping.yaml'),
    campaign: 'TESTS',
    enrol: false,
    by: 'test',
    data: {
      roster: path('participants.yaml'),
      campaigns: path('campaigns'),
      rejects: path('rejects'),
      openStore: (code) => openCaseStore({ participant: code, file: path(`participants/${code}.sqlite`) }),
    },
    ...more,
  });
}

const FIGURES = `query ($asOf: DateTime) { phase(id: "TESTS-2015") { statistics(asOf: $asOf) {
  cutOff caseCount quantities { commodity unit total } byMonth { key cases }
  returns { period commodity events quantity returns } } } }`;
const figures = async (asOf?: string) => (await hub.ask(FIGURES, { asOf })).phase?.statistics;

it('a figure as of before a correction is as it was, and now as it is; cases and returns both', {
  timeout: 60_000,
}, async () => {
  await imported(incidentMapping, 'ref,date,country,kg\n1,2015-01-02,Vietnam,3\n2,2015-02-02,Vietnam,4\n');
  await imported(
    RETURNS,
    'month,office,drug,events,kg\n2015-01,HANOI,heroin,3,1.5\n2015-01,HUE,heroin,2,0.5\n2015-02,HUE,ice,9,9\n',
  );
  const before = await until(
    () => figures(),
    (value) => value?.caseCount === 2 && value.returns.length === 2,
    30_000,
  );
  expect(before.returns).toEqual([
    { period: '2015-01', commodity: 'heroin', events: 5, quantity: 2, returns: 2 },
    { period: '2015-02', commodity: 'methamphetamine', events: 9, quantity: 9, returns: 1 },
  ]);

  // One row corrected in each; of each, one row is in the file no more.
  const replace = { period: readPeriod('2015'), sure: true };
  const cases = await imported(incidentMapping, 'ref,date,country,kg\n1,2015-03-02,Vietnam,30\n', { replace });
  expect(cases).toMatchObject({ imported: 1, removed: 1 });
  const returns = await imported(
    RETURNS,
    'month,office,drug,events,kg\n2015-01,HANOI,heroin,4,1.75\n2015-02,HUE,ice,9,9\n',
    { replace },
  );
  expect(returns).toMatchObject({ imported: 1, unchanged: 1, removed: 1 });
  const after = await until(
    () => figures(),
    (value) => value.caseCount === 1 && value.returns[0]?.events === 4,
    30_000,
  );
  expect(after).toMatchObject({
    byMonth: [{ key: '2015-03', cases: 1 }],
    quantities: [{ total: 30 }],
    returns: [{ events: 4, quantity: 1.75, returns: 1 }, { events: 9 }],
  });

  expect(await figures(before.cutOff)).toEqual(before);
  expect(await figures(after.cutOff)).toEqual(after);
  // The feed tells of what is gone, and the owner knows that the hub has read to its last change.
  expect((await vn.feed()).entries.some(({ deleted }) => deleted)).toBe(true);
  const readers = await until(
    () => vn.store.feedReaders.all(),
    ([reader]) => reader?.behind === 0,
    30_000,
  );
  expect(readers).toHaveLength(1);
});
