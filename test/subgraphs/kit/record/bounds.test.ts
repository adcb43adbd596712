import { describe, expect, test } from 'vitest';
import { type CaseRecordInput, caseRecord } from '#subgraphs/kit/record/case-record.ts';
import { fullRecord, smallRecord } from '../full-record.ts';

const seized = (unit: 'KILOGRAM' | 'TONNE', value: number): Partial<CaseRecordInput> => ({
  seizures: [{ commodity: { type: 'DRUG', drug: 'heroin', group: 'OPIATES' }, quantity: { value, unit } }],
});
const faults = (change: Partial<CaseRecordInput>) =>
  caseRecord
    .safeParse(smallRecord(1, change))
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('a record', () => {
  test('is taken up to its bounds', () => {
    expect(caseRecord.safeParse(fullRecord).success).toBe(true);
    expect(faults(seized('KILOGRAM', 1e12))).toEqual([]);
    expect(faults({ seizedIn: '1900', reportedAt: '1900-01-01T00:00:00Z' })).toEqual([]);
    expect(faults({ seizedIn: `${new Date().getUTCFullYear() + 1}-12` })).toEqual([]);
    expect(faults({ reference: 'Hải quan/2023 — ทดสอบ' })).toEqual([]);
  });

  test.each<[Partial<CaseRecordInput>, RegExp]>([
    [seized('KILOGRAM', 1e308), /^seizures\.0\.quantity\.value: expected at most 1000000000000/],
    [seized('KILOGRAM', 1.1e12), /^seizures\.0\.quantity\.value/],
    // The hub would refuse its kilograms.
    [seized('TONNE', 1e10), /^seizures: expected at most 1000000000000 kg in all/],
    [{ seizedIn: '1899' }, /^seizedIn: expected .*1900/],
    [{ seizedIn: '9999-01' }, /^seizedIn: expected .*1900/],
    [{ reportedAt: '9999-01-01T00:00:00Z' }, /^reportedAt: expected .*1900/],
    [{ reportedAt: '0001-01-01T00:00:00Z' }, /^reportedAt: expected .*1900/],
    [{ reference: 'a\u202eb' }, /^reference: expected text without control/],
    [{ reference: 'a\u0000b' }, /^reference: expected text without control/],
    [{ reference: 'x'.repeat(501) }, /^reference/],
    [{ provenance: { source: 'a\u2067b' } }, /^provenance\.source: expected text without control/],
    [
      { seizures: [{ commodity: { type: 'DRUG', drug: 'her\noin', group: 'OPIATES' } }] },
      /^seizures\.0\.commodity\.drug: expected text without control/,
    ],
  ])('is refused beyond them: %j', (change, fault) => {
    expect(faults(change)[0]).toMatch(fault);
  });
});
