import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImportOptions, tryFile } from '#subgraphs/intake/import.ts';
import { csv, dataFolder, ROSTER, type Row, row } from '../workshop.ts';

function trials() {
  const folder = dataFolder();
  const trial = (rows: readonly Row[], over: Partial<ImportOptions> = {}) => {
    writeFileSync(folder.path('input.csv'), csv(rows));
    const { data } = folder;
    const given = {
      file: folder.path('input.csv'),
      mapping: folder.path('small.yaml'),
      campaign: 'SMALL',
      enrol: true,
      by: 't',
      data,
    };
    return tryFile({ ...given, ...over });
  };
  return { ...folder, trial };
}

const ROWS = [
  row({ No: '1' }),
  row({ No: '2', Type: 'Siezure' }),
  row({ No: '3', Country: 'Zimbabwe' }),
  row({ No: '4', Country: 'Various' }),
  row({ No: '5', Type: 'Trial' }),
  row({ No: '6', Live: 'many' }),
  row({ No: '1', Live: '7' }),
];

const or = (...likely: string[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...likely) }, fc.string({ maxLength: 5 }));

describe('a dry run', () => {
  it('writes nothing', async () => {
    const { trial, folder, data } = trials();
    const before = readdirSync(folder);
    await trial(ROWS, { data: { ...data, openStore: () => Promise.reject(new Error('a store was opened')) } });
    expect(new Set(readdirSync(folder))).toEqual(new Set([...before, 'input.csv']));
    expect(existsSync(data.rejects)).toBe(false);
    expect(readFileSync(data.roster, 'utf8')).toBe(ROSTER);
  });

  it('tells what each column becomes, value by value, with the nearest known text', async () => {
    const { columns } = await trials().trial(ROWS);
    const of = (name: string) => columns.find(({ column }) => column === name);
    expect(of('Type')).toMatchObject({ rules: ['rows'], filled: 7, blank: 0, different: 3 });
    expect(of('Type')?.values).toContainEqual({
      value: 'Siezure',
      rows: 1,
      becomes: 'rejected: not listed under rows',
      nearest: 'Seizure',
    });
    expect(of('Type')?.values).toContainEqual({
      value: 'Trial',
      rows: 1,
      becomes: 'rejected: a trial names no seizure',
    });
    expect(of('Country')?.values).toContainEqual({ value: 'Vietnam', rows: 5, becomes: 'participant VN' });
    expect(of('Live')).toMatchObject({ rules: ['seizures.0.amount'] });
    expect(of('Town')).toMatchObject({ rules: ['route.seizedAt.name'], filled: 0, blank: 7 });
  });

  it('tells what would be rejected and why, with rows and values', async () => {
    const { read, accepted, rejected, participants, rejects } = await trials().trial(ROWS);
    expect({ read, accepted, rejected, participants }).toEqual({
      read: 7,
      accepted: 2,
      rejected: 5,
      participants: { VN: 1, ZW: 1 },
    });
    expect(rejects).toContainEqual({
      column: 'Type',
      reason: 'expected a row that names a seizure (Seizure)',
      rows: 1,
      examples: [{ row: 3, value: 'Siezure', nearest: 'Seizure' }],
    });
    expect(rejects).toContainEqual({
      column: 'No',
      reason: 'same natural key as row …',
      rows: 1,
      examples: [{ row: 8, value: '1' }],
    });
  });

  it('accepts and rejects the rows that the import does', { timeout: 60_000 }, async () => {
    const anyRow = fc.record({
      No: or('1', '2', '3', '4'),
      Type: or('Seizure', 'Trial'),
      Country: or('Vietnam', 'Zimbabwe', 'Various', 'Supporter'),
      Date: or('', '2015-08-13', 'soon'),
      Year: or('', '2015'),
      Live: or('', '3', '1.5'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 10 }), async (rows) => {
        const { trial, run } = trials();
        const { read, accepted, rejected, rejects } = await trial(rows);
        const result = await run(rows);
        expect({ read, accepted, rejected }).toEqual({
          read: result.read,
          accepted: result.imported + result.unchanged,
          rejected: result.rejected,
        });
        expect(rejects.reduce((sum, each) => sum + each.rows, 0)).toBe(rejected);
      }),
      { numRuns: 20 },
    );
  });
});
