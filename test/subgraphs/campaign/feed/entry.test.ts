import { describe, expect, it } from 'vitest';
import { checkEntry } from '#subgraphs/campaign/feed/entry.ts';
import { keptOf } from '#subgraphs/campaign/feed/kept.ts';
import { changed, gone } from '../entries.ts';

const good = changed('VN-1', {
  head: { provenance: { source: 'A report', compiledBy: null, url: 'https://example.org/a' } },
  facts: {
    drugs: ['heroin'],
    taxa: ['Manis javanica'],
    origin: 'LA',
    transit: ['TH', 'LA'],
    mode: 'ROAD',
    kilograms: 1.5,
    quantities: [{ commodity: 'heroin', unit: 'GRAM', value: 1_500, kilograms: 1.5 }],
  },
  visibleTo: { scope: 'LISTED', participants: ['VN', 'TH'] },
});

/** `good` with one value replaced, by path. */
function withValue(path: string, value: unknown): unknown {
  const entry: Record<string, unknown> = structuredClone(good);
  const names = path.split('.');
  const last = names.pop() ?? '';
  let within: Record<string, unknown> = entry;
  for (const name of names) within = within[name] as Record<string, unknown>;
  within[last] = value;
  return entry;
}

describe('an entry of a feed', () => {
  it('is taken where it says what it may', () => {
    expect(checkEntry('VN', good).entry).toEqual(good);
    expect(checkEntry('VN', gone('VN-1', 2)).entry).toEqual(gone('VN-1', 2));
  });

  it('has its instants brought to UTC, so that text order is time order', () => {
    const { entry } = checkEntry('VN', withValue('head.reportedAt', '2023-05-20T08:00:00+07:00'));
    expect(entry).toMatchObject({ head: { reportedAt: '2023-05-20T01:00:00.000Z' } });
  });

  it.each([
    // Somebody else's case.
    ['caseId', 'TH-1', /caseId: expected VN, a hyphen and a key, got text of 4 characters/],
    ['caseId', 'VNC04-1', /caseId/],
    ['caseId', 'VN-', /caseId/],
    ['caseId', 'VN-a b', /caseId/],
    ['caseId', 7, /caseId/],
    // Fields that are unknown, or above class N0.
    ['narrative', 'A courier named …', /expected known fields only, got 1 more/],
    ['head.suspects', [{ name: 'X' }], /head: expected known fields only, got 1 more/],
    ['head.seizedOn', '2023-05-17', /head: expected known fields only, got 1 more/],
    ['facts.identifiers', ['CSQU3054383'], /facts: expected known fields only/],
    [
      'facts.quantities',
      [{ commodity: 'x', unit: 'GRAM', value: 1, kilograms: 1, place: 'Y' }],
      /facts\.quantities\.0: expected known fields only/,
    ],
    ['head.seizedIn', '2023-05-17', /head\.seizedIn: expected YYYY-MM or YYYY.*, got text of 10 characters/],
    ['head.seizedIn', '2023-13', /head\.seizedIn/],
    // Codes that are not on their lists.
    ['head.kind', 'GOLD', /head\.kind: .*got text of 4 characters/],
    ['head.form', 'SHORT', /head\.form/],
    ['facts.origin', 'XX', /facts\.origin: expected an ISO 3166-1 alpha-2 country, got text of 2 characters/],
    ['facts.transit', ['TH', 'th'], /facts\.transit\.1: .*got text of 2 characters/],
    ['facts.mode', 'CAMEL', /facts\.mode/],
    ['facts.quantities', [{ commodity: 'x', unit: 'STONE', value: 1, kilograms: null }], /unit/],
    ['visibleTo.scope', 'SOME', /visibleTo\.scope/],
    // Wrong types and values.
    ['revision', 0, /revision/],
    ['revision', 1.5, /revision/],
    ['revision', 2 ** 40, /revision/],
    ['changedAt', 'yesterday', /changedAt/],
    ['deleted', 'false', /deleted/],
    ['head', null, /head/],
    ['facts', null, /facts/],
    ['visibleTo', null, /visibleTo/],
    ['head.reference', 'x'.repeat(501), /head\.reference/],
    ['head.reference', 'a\0b', /head\.reference: expected text without control/],
    ['head.provenance.url', 'javascript:alert(1)', /head\.provenance\.url/],
    ['facts.kilograms', -1, /facts\.kilograms/],
    // Out of all bounds: sums, charts and lists would break.
    ['facts.kilograms', 1e308, /facts\.kilograms: expected at most 1000000000000, got a number/],
    [
      'facts.quantities',
      [{ commodity: 'x', unit: 'GRAM', value: 1.1e12, kilograms: 1 }],
      /facts\.quantities\.0\.value/,
    ],
    ['facts.quantities', [{ commodity: 'x', unit: 'GRAM', value: 1, kilograms: 1e300 }], /quantities\.0\.kilograms/],
    ['head.seizedIn', '1899-12', /head\.seizedIn: expected .*1900/],
    ['head.seizedIn', '9999', /head\.seizedIn: expected .*1900/],
    ['head.seizedIn', '0000-01', /head\.seizedIn: expected .*1900/],
    ['head.reportedAt', '1890-01-01T00:00:00Z', /head\.reportedAt: expected .*1900/],
    ['head.reportedAt', '9000-01-01T00:00:00Z', /head\.reportedAt: expected .*1900/],
    ['changedAt', '9000-01-01T00:00:00Z', /changedAt: expected .*1900/],
    ['head.reference', 'VN\u202e321', /head\.reference: expected text without control/],
    ['head.reference', 'VN\n321', /head\.reference: expected text without control/],
    ['head.provenance.source', 'A\u2066b', /head\.provenance\.source: expected text without control/],
    ['head.provenance.compiledBy', 'A\u0085b', /compiledBy: expected text without control/],
    ['facts.drugs', ['her\u001boin'], /facts\.drugs\.0: expected text without control/],
    ['facts.taxa', ['Manis\u202d'], /facts\.taxa\.0: expected text without control/],
    ['head.phase', 'the phase of N. N.', /head\.phase: expected a phase id such as OMD-5, got text of 18/],
    ['facts.drugs', ['heroin', 'heroin'], /facts\.drugs: expected a list without repeats/],
    ['facts.drugs', Array.from({ length: 101 }, (_, index) => `drug ${index}`), /facts\.drugs/],
    // Visibility that contradicts itself.
    ['visibleTo.participants', ['TH'], /visibleTo: expected the owner among those listed, got 1 others/],
    ['visibleTo.scope', 'ALL', /visibleTo: expected nobody listed with ALL, got 2/],
  ])('is refused where %s is not as it may be (%#)', (path, value, reason) => {
    expect(checkEntry('VN', withValue(path, value)).reason).toMatch(reason);
  });

  it.each([
    ['head.kind', 'SECRET P1 N. N.'],
    ['head.seizedIn', 'SECRET'],
    ['head.phase', 'SECRET'],
    ['head.reportedAt', 'SECRET'],
    ['facts.origin', 'SECRET'],
    ['facts.mode', { SECRET: 1 }],
    ['facts.kilograms', 'SECRET'],
    ['facts.quantities', [{ commodity: 'x', unit: 'SECRET', value: 1, kilograms: null }]],
    ['visibleTo.scope', 'SECRET'],
    ['visibleTo.participants', ['secret']],
    ['caseId', 'VN-SECRET of N. N.'],
    ['caseId', 'TH-SECRET'],
    ['SECRET', 1],
    ['head.SECRET', 'SECRET'],
    ['revision', 'SECRET'],
    ['deleted', 'SECRET'],
  ])('is refused without its value where %s is %j', (path, value) => {
    expect(checkEntry('VN', withValue(path, value)).reason).not.toMatch(/secret/i);
  });

  it('keeps of what is refused the known fields that are valid, and of the rest what it was', () => {
    const bad = withValue('head.kind', 'SECRET P1') as { head: object };
    const kept = keptOf({ ...bad, suspects: [{ name: 'N. N.' }] });
    expect(kept).toEqual({ ...good, head: { ...good.head, kind: '[text of 9 characters]' } });
    expect(keptOf('SECRET')).toBe('[text of 6 characters]');
    expect(keptOf({ caseId: 'VN-1', head: 'SECRET', facts: { kilograms: 1e308, transit: ['LA', 'SECRET'] } })).toEqual({
      caseId: 'VN-1',
      head: '[text of 6 characters]',
      facts: { kilograms: '[a number]', transit: ['LA', '[text of 6 characters]'] },
    });
  });

  it.each([null, 'entry', 7, [], {}])('is refused where it is %j', (value) => {
    expect(checkEntry('VN', value).entry).toBeUndefined();
  });

  it('is refused as a tombstone that still tells of the case', () => {
    expect(checkEntry('VN', { ...good, deleted: true }).reason).toMatch(/head: .*expected null/);
  });
});
