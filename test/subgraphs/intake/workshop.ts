// What the tests of the intake share: a small mapping, a data folder, and rows of a table by header.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { onTestFinished } from 'vitest';
import { type ImportOptions, importFile } from '#subgraphs/intake/import.ts';
import { csvLine } from '#subgraphs/intake/table/write-csv.ts';
import { openDatabase } from '#subgraphs/kit/database/open.ts';
import type { CaseRecord } from '#subgraphs/kit/record/case-record.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import type { StoreTables } from '#subgraphs/kit/store/tables.ts';

export type Row = Readonly<Record<string, string>>;

export const HEADER = [
  'No',
  'Type',
  'Country',
  'Town',
  'Lat',
  'Lon',
  'Year',
  'Date',
  'From',
  'To',
  'Live',
  'Kg',
  'Text',
];

export const MAPPING = `
name: small
format: 1
columns: { no: "No", type: Type, country: Country, town: Town, lat: Lat, lon: Lon, year: Year, date: Date, from: From, to: To, live: Live, kg: Kg, text: Text }
rows: { column: type, seizure: [Seizure], not: { Trial: a trial names no seizure } }
participant: { column: country, values: { Vietnam: VN, Zimbabwe: ZW, Japan: JP, Supporter: IFAW }, not: { Various: expected a single country }, otherwise: take }
identity: { key: ["no"] }
reference: "S {year} {no}"
kind: { value: WILDLIFE }
form: FULL
reportedAt: 2020-01-01T00:00:00Z
date: { column: date, formats: [excel-1900, YYYY-MM-DD], year: year }
commodity: { type: WILDLIFE, taxon: { value: Manis javanica } }
seizures:
  - { commodity: { term: { value: LIV } }, amount: { column: live, unit: { value: HEAD }, integer: true, unknown: ["Y"] } }
  - { commodity: { term: { value: SCA } }, amount: { column: kg, unit: { value: KILOGRAM }, unknown: ["Y"], strip: [kg], unreadable: keep } }
withoutAmount: { term: { value: UNS } }
route:
  transit: [from]
  destination: [to]
  seizedAt: { name: { column: town }, latitude: lat, longitude: lon, unreadable: keep }
narrative: { class: P1, parts: [{ column: text }] }
release: { handling: H0, tlp: GREEN }
campaign: { name: A small campaign }
`;

/** A row that comes in as it stands; give what differs. */
export function row(over: Row = {}): Row {
  return { No: '1', Type: 'Seizure', Country: 'Vietnam', Year: '2015', Date: '2015-08-13', Live: '3', ...over };
}

export function csv(rows: readonly Row[], header: readonly string[] = HEADER): string {
  return [header, ...rows.map((each) => header.map((name) => each[name] ?? ''))]
    .map((cells) => csvLine(cells, ','))
    .join('');
}

export const ROSTER = `# A roster with a comment.
participants:
  - code: VN # stays
    name: Vietnam Customs
    country: VN
    kind: CUSTOMS
    caseType: VietnamCustomsCase
  - code: JP
    name: Japan Customs
    country: JP
    kind: CUSTOMS
  - code: IFAW
    name: International Fund for Animal Welfare
    kind: SUPPORTER
`;

export function dataFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'intake-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const database = (code: string) => join(folder, `${code}.sqlite`);
  writeFileSync(join(folder, 'participants.yaml'), ROSTER);
  writeFileSync(join(folder, 'small.yaml'), MAPPING);
  const data = {
    roster: join(folder, 'participants.yaml'),
    campaigns: join(folder, 'campaigns'),
    rejects: join(folder, 'rejects'),
    openStore: (code: string) => openCaseStore({ participant: code, file: database(code) }),
  };
  const path = (name: string) => join(folder, name);
  /** Imports text, or rows, as a file. */
  const run = (content: string | readonly Row[], over: Partial<ImportOptions> = {}) => {
    if (over.file === undefined) writeFileSync(path('input.csv'), typeof content === 'string' ? content : csv(content));
    const options = {
      file: path('input.csv'),
      mapping: path('small.yaml'),
      campaign: 'SMALL',
      enrol: true,
      by: 'test',
      data,
    };
    return importFile({ ...options, ...over });
  };
  return { folder, path, data, database, run, stored: () => storedIn(folder) };
}

/** Rows of a rejects file by header. */
export function rejectsIn(file: string): Row[] {
  return parse(readFileSync(file, 'utf8'), { columns: true });
}

/** Every case in the folder's databases by id, as last stored, with its revision. */
export async function storedIn(folder: string): Promise<Map<string, CaseRecord & { revision: number }>> {
  const found = new Map<string, CaseRecord & { revision: number }>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.sqlite'))
    .toSorted()) {
    const database = openDatabase<StoreTables>({ file: join(folder, file) });
    const rows = await database
      .selectFrom('cases')
      .innerJoin('revisions', (on) =>
        on.onRef('revisions.case_id', '=', 'cases.id').onRef('revisions.revision', '=', 'cases.revision'),
      )
      .select(['cases.id', 'cases.revision', 'revisions.record'])
      .orderBy('cases.id')
      .execute();
    await database.destroy();
    for (const { id, revision, record } of rows) found.set(id, { ...JSON.parse(record ?? 'null'), revision });
  }
  return found;
}
