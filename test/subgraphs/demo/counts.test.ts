import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { demonstrationRecords } from '#subgraphs/demo/records.ts';
import { SEED_VERSION } from '#subgraphs/demo/seed.ts';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import { casesOf, ownerOf, phase, records, roster } from './demonstration.ts';

/** As domain.md reports them; phases VI and VIII are invented in part. */
const REPORTED: Record<number, { total: number; kinds: Record<string, number> }> = {
  1: { total: 164, kinds: { DRUG: 164 } },
  2: { total: 284, kinds: {} },
  3: { total: 868, kinds: { DRUG: 756 } },
  4: { total: 1362, kinds: { DRUG: 1267, PRECURSOR: 17, WILDLIFE: 78 } },
  5: { total: 1715, kinds: { DRUG: 1499 } },
  6: { total: 1158, kinds: { WILDLIFE: 138 } },
  7: { total: 1155, kinds: { DRUG: 1027 } },
  8: { total: 320, kinds: {} },
};

/** SHA-256 of all records as JSON, by version of the seed. */
const HASHES: Record<number, string> = { 1: 'bd0cb01f959879e547df222bef70502bbd7a2cfcdbf4c3d044dc7d13c53a4ad3' };

const PHASES = Object.keys(REPORTED).map(Number);

const byMonth = (a: CaseRecordInput, b: CaseRecordInput) => b.seizedIn.localeCompare(a.seizedIn);
const byDay = (a: CaseRecordInput, b: CaseRecordInput) =>
  (b.seizedOn ?? b.seizedIn).localeCompare(a.seizedOn ?? a.seizedIn);
const byId = (a: CaseRecordInput, b: CaseRecordInput) => a.id.localeCompare(b.id);

function hash(all: Iterable<readonly CaseRecordInput[]>): string {
  return createHash('sha256')
    .update(JSON.stringify([...all]))
    .digest('hex');
}

describe('the counted cases', () => {
  test.each(PHASES)('of phase %d are as many as reported, by kind where a split is', (number) => {
    const cases = casesOf(number);
    const expected = REPORTED[number];
    expect(cases).toHaveLength(expected?.total ?? Number.NaN);
    for (const [kind, count] of Object.entries(expected?.kinds ?? {})) {
      expect(cases.filter((each) => each.kind === kind)).toHaveLength(count);
    }
  });

  test('of phases III and V split into 112 and 216 of wildlife and timber together', () => {
    for (const [number, count] of [
      [3, 112],
      [5, 216],
    ] as const) {
      const listed = casesOf(number).filter((each) => each.kind === 'WILDLIFE' || each.kind === 'TIMBER');
      expect(listed).toHaveLength(count);
    }
  });

  test('have ids and references of their own', () => {
    expect(new Set(records.map((each) => each.id)).size).toBe(records.length);
    expect(new Set(records.map((each) => `${ownerOf(each)} ${each.reference} ${each.phase}`)).size).toBe(
      records.length,
    );
    for (const { id } of records) expect(id).toMatch(/^[A-Z][A-Z0-9]+-OMD[1-8]-\d{6}$/);
  });
});

describe('the spread of cases', () => {
  test.each(PHASES)('over phase %d is by its members only, and by all of them that report', (number) => {
    const reporting = roster.participants.filter((each) => each.caseType !== undefined).map((each) => each.code);
    const members = phase(number).participants.filter((code) => reporting.includes(code));
    const owners = new Set(casesOf(number).map(ownerOf));
    expect([...owners].toSorted()).toEqual(members.toSorted());
  });

  test.each(PHASES)('over phase %d stays in its days, and is reported after the seizure', (number) => {
    const { startsOn, endsOn } = phase(number);
    const last = endsOn ?? '2026-11-08';
    for (const { seizedOn, seizedIn, reportedAt } of casesOf(number)) {
      expect(seizedIn >= startsOn.slice(0, 7) && seizedIn <= last.slice(0, 7)).toBe(true);
      if (seizedOn !== undefined) expect(seizedOn >= startsOn && seizedOn <= last).toBe(true);
      expect(reportedAt >= (seizedOn ?? seizedIn)).toBe(true);
      expect(reportedAt < '2026-11-22').toBe(true);
    }
  });

  test.each(PHASES.filter((number) => number > 1))(
    'over each month of phase %d has at least ten participants',
    (number) => {
      const months = Map.groupBy(casesOf(number), (each) => each.seizedIn);
      expect(months.size).toBeGreaterThanOrEqual(5);
      for (const cases of months.values()) expect(new Set(cases.map(ownerOf)).size).toBeGreaterThanOrEqual(10);
    },
  );

  test('puts cases of at least ten participants on the first page of phase V, latest first, whatever breaks the ties', () => {
    for (const order of [
      (a: CaseRecordInput, b: CaseRecordInput) => byMonth(a, b) || byId(a, b),
      (a: CaseRecordInput, b: CaseRecordInput) => byMonth(a, b) || byId(b, a),
      (a: CaseRecordInput, b: CaseRecordInput) => byDay(a, b) || byId(a, b),
    ]) {
      const page = casesOf(5).toSorted(order).slice(0, 50);
      expect(new Set(page.map(ownerOf)).size).toBeGreaterThanOrEqual(10);
    }
  });

  test('is led by those that public reports name most', () => {
    const counts = Map.groupBy(casesOf(5), ownerOf);
    const heaviest = [...counts].toSorted((a, b) => b[1].length - a[1].length).map(([code]) => code);
    expect(heaviest.slice(0, 3).toSorted()).toEqual(['CN', 'TH', 'VN']);
  });
});

describe('the same seed', () => {
  test('makes the same records each time', () => {
    expect(hash(demonstrationRecords(roster).values())).toBe(hash(demonstrationRecords(roster).values()));
  });

  test('makes the records of its version: what changes them raises SEED_VERSION', () => {
    expect(hash(demonstrationRecords(roster).values())).toBe(HASHES[SEED_VERSION]);
  });

  test('makes the same cases of a participant when another joins the roster', () => {
    const more = {
      ...roster,
      participants: [...roster.participants, { ...newcomer(), code: 'ZZ', caseType: 'ZedCase' }],
    };
    expect(hash(demonstrationRecords(more).values())).toBe(hash(demonstrationRecords(roster).values()));
  });

  test('refuses a roster that lacks a member of the campaign, and names it', () => {
    const fewer = { participants: roster.participants.filter((each) => each.code !== 'LA') };
    expect(() => demonstrationRecords(fewer)).toThrow(/got none of LA/);
  });
});

function newcomer() {
  const [first] = roster.participants;
  if (!first) throw new Error('expected a participant on the roster');
  return first;
}
