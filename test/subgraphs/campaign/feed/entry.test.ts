import { describe, expect, it } from 'vitest';
import { checkEntry } from '#subgraphs/campaign/feed/entry.ts';
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
    expect(entry?.head?.reportedAt).toBe('2023-05-20T01:00:00.000Z');
  });

  it.each([
    // Somebody else's case.
    ['caseId', 'TH-1', /caseId: expected VN, a hyphen and a key, got "TH-1"/],
    ['caseId', 'VNC04-1', /caseId/],
    ['caseId', 'VN-', /caseId/],
    ['caseId', 'VN-a b', /caseId/],
    ['caseId', 7, /caseId/],
    // Fields that are unknown, or above class N0.
    ['narrative', 'A courier named …', /Unrecognized key: "narrative"/],
    ['head.suspects', [{ name: 'X' }], /head: Unrecognized key: "suspects"/],
    ['head.seizedOn', '2023-05-17', /head: Unrecognized key: "seizedOn"/],
    ['facts.identifiers', ['CSQU3054383'], /facts: Unrecognized key/],
    ['facts.quantities', [{ commodity: 'x', unit: 'GRAM', value: 1, kilograms: 1, place: 'Y' }], /Unrecognized key/],
    ['head.seizedIn', '2023-05-17', /head\.seizedIn: expected YYYY-MM or YYYY, got "2023-05-17"/],
    ['head.seizedIn', '2023-13', /head\.seizedIn/],
    // Codes that are not on their lists.
    ['head.kind', 'GOLD', /head\.kind: .*got "GOLD"/],
    ['head.form', 'SHORT', /head\.form/],
    ['facts.origin', 'XX', /facts\.origin: expected an ISO 3166-1 alpha-2 country, got "XX"/],
    ['facts.transit', ['TH', 'th'], /facts\.transit\.1: .*got "th"/],
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
    ['head.reference', 'a\0b', /head\.reference: expected well-formed text/],
    ['head.provenance.url', 'javascript:alert(1)', /head\.provenance\.url/],
    ['facts.kilograms', -1, /facts\.kilograms/],
    ['facts.drugs', ['heroin', 'heroin'], /facts\.drugs: expected a list without repeats/],
    ['facts.drugs', Array.from({ length: 101 }, (_, index) => `drug ${index}`), /facts\.drugs/],
    // Visibility that contradicts itself.
    ['visibleTo.participants', ['TH'], /visibleTo: expected the owner among those listed, got \[TH\]/],
    ['visibleTo.scope', 'ALL', /visibleTo: expected nobody listed with ALL, got \[VN, TH\]/],
  ])('is refused where %s is not as it may be (%#)', (path, value, reason) => {
    expect(checkEntry('VN', withValue(path, value)).reason).toMatch(reason);
  });

  it.each([null, 'entry', 7, [], {}])('is refused where it is %j', (value) => {
    expect(checkEntry('VN', value).entry).toBeUndefined();
  });

  it('is refused as a tombstone that still tells of the case', () => {
    expect(checkEntry('VN', { ...good, deleted: true }).reason).toMatch(/head: .*expected null/);
  });
});
