import { describe, expect, test } from 'vitest';
import { release } from '#subgraphs/kit/record/case-record.ts';
import { casesOf, ownerOf, phase, records } from './demonstration.ts';

/** Whether a participant may know that the case exists (authorization.md, "Originator's release"). */
function sees(code: string, record: (typeof records)[number]): boolean {
  return record.release.tlp !== 'RED' || ownerOf(record) === code || (record.release.audience ?? []).includes(code);
}

describe('release profiles in the demonstration', () => {
  test('are of every TLP and every handling code, in every combination of the common ones', () => {
    const profiles = new Set(records.map((record) => `${record.release.tlp} ${record.release.handling}`));
    for (const tlp of release.shape.tlp.options) {
      for (const handling of release.shape.handling.options) expect(profiles).toContain(`${tlp} ${handling}`);
    }
  });

  test('name an audience of other members of the phase, always where only the audience knows', () => {
    for (const record of records) {
      const { audience = [], tlp } = record.release;
      const members = phase(Number(record.phase?.split('-')[1])).participants;
      for (const code of audience) {
        expect(members).toContain(code);
        expect(code).not.toBe(ownerOf(record));
      }
      if (tlp === 'RED' || tlp === 'AMBER_STRICT') expect(audience.length).toBeGreaterThan(0);
    }
  });

  test('have words of the restriction with H3, and only there', () => {
    for (const { release: profile } of records)
      expect(profile.restriction !== undefined).toBe(profile.handling === 'H3');
  });

  test.each([1, 2, 3, 4, 5, 6, 7])('hide no head of phase %d from Vietnam, though some from others', (number) => {
    const cases = casesOf(number);
    expect(cases.filter((record) => !sees('VN', record))).toEqual([]);
    expect(cases.some((record) => !sees('LA', record))).toBe(true);
  });

  test('hide some heads of the open phase from Vietnam', () => {
    const hiddenOnes = casesOf(8).filter((record) => !sees('VN', record));
    expect(hiddenOnes.length).toBeGreaterThanOrEqual(5);
    expect(hiddenOnes.length).toBeLessThan(casesOf(8).length / 4);
  });
});
