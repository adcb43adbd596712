import { describe, expect, it } from 'vitest';
import { checkOwnership, RULES } from '#gateway/supergraph/ownership/check-ownership.ts';
import { describeRefusal } from '#gateway/supergraph/ownership/refusal.ts';
import { ATTACKS } from './attacks.ts';
import { changed, changedCase, composedUnchecked, published, TH } from './hostile-sdl.ts';

function refusalsOf(sdl: string) {
  const check = checkOwnership(TH, sdl);
  return check.taken ? [] : check.refusals;
}

function deep(open: string, inner: string, close: string, levels: number): string {
  return `${open.repeat(levels)}${inner}${close.repeat(levels)}`;
}

describe('a published SDL', () => {
  it.each(ATTACKS)('is refused that $title', ({ sdl, rule }) => {
    expect(refusalsOf(sdl).map((refusal) => refusal.rule)).toContain(rule);
  });

  // Shows that the rules are needed: composition itself says nothing.
  it.each(ATTACKS.filter((attack) => attack.composes))('would compose that $title', ({ sdl }) => {
    expect(composedUnchecked(sdl)).toEqual([]);
  });

  it.each(ATTACKS.filter((attack) => !attack.composes))('would block every participant that $title', ({ sdl }) => {
    let faults: unknown;
    try {
      faults = composedUnchecked(sdl);
    } catch (error) {
      faults = [error];
    }
    expect(faults).not.toEqual([]);
  });

  it('is refused with subgraph, coordinate, what was expected and what was got', () => {
    const [refusal] = refusalsOf(published('extend type Query { spy: String }'));
    expect(refusal).toMatchObject({ subgraph: 'th', coordinate: 'Query.spy', rule: 'root-fields' });
    expect(refusal && describeRefusal(refusal)).toBe(
      'th: Query.spy: expected no root field but caseFeed, got another (root-fields)',
    );
  });

  it.each([10, 3_000])('is refused with types or values nested %i deep, at once', (levels) => {
    for (const own of [
      `{ x: ${deep('[', 'Int', ']', levels)} }`,
      `{ x(a: ${deep('[', 'Int', ']', levels)}): Int }`,
      `{ x(a: Int = ${deep('[', '1', ']', levels)}): Int }`,
      `{ x(a: Int = ${deep('{b:', '1', '}', levels / 2)}): Int }`,
      `{ x: Int @requiresScopes(scopes: ${deep('[', '"a"', ']', levels)}) }`,
    ].slice(0, levels > 100 ? undefined : 3))
      expect(refusalsOf(`extend type ThailandCustomsCase ${own} ${published()}`)).toEqual([
        expect.objectContaining({ rule: 'published', expected: 'brackets at most 8 deep' }),
      ]);
  });

  it('cannot be taken past any one rule', () => {
    const needed = ATTACKS.map(({ sdl }) => new Set(refusalsOf(sdl).map((refusal) => refusal.rule)));
    const alone = new Set(needed.filter((rules) => rules.size === 1).flatMap((rules) => [...rules]));
    // Each rule, and the reading before them, refuses something that no other does.
    expect(alone.size).toBe(RULES.length + 1);
  });
});

describe('a published SDL is taken', () => {
  const OWN = 'extend type ThailandCustomsCase';
  it.each([
    ['that is the contract', published()],
    ['with national fields', published(`${OWN} { office: String desk(of: Int = 1): [String!] }`)],
    [
      'with national types, inputs, enums, unions, interfaces and scalars',
      published(`
        interface TH_Named { name: String! }
        type TH_Office implements TH_Named { name: String! level: TH_Level since: Date at: TH_Point }
        enum TH_Level { POST PORT @deprecated }
        scalar TH_Point @specifiedBy(url: "https://th.example/point")
        union TH_Any = TH_Office | DrugCommodity
        input TH_Ask { level: TH_Level = POST }
        ${OWN} { office(ask: TH_Ask): TH_Office any: TH_Any twin: ThailandCustomsCase }`),
    ],
    [
      'whose case type implements a national interface',
      changed(
        'ThailandCustomsCase implements Case',
        'ThailandCustomsCase implements Case & TH_Told',
        'interface TH_Told { narrative: String }',
      ),
    ],
    [
      'with rights on national fields, alternatives among them',
      published(
        `${OWN} { a: Int @authenticated @requiresScopes(scopes: [["a"], ["b", "c"]]) @policy(policies: [["p"]]) }`,
      ),
    ],
    [
      'with a stricter right on a field without one',
      changedCase(
        'route: Route @requiresScopes(scopes: [["case:read"]])',
        'route: Route @requiresScopes(scopes: [["case:read", "th:route"]]) @policy(policies: [["th"]]) @authenticated',
      ),
    ],
    [
      'with a stricter right on a field with one',
      changedCase(
        /(seizedOn: Date @requiresScopes\(scopes: )\[\[[^)]*\)/,
        '$1[["case:read", "case:operational", "th:day"]])',
      ),
    ],
    ['of an older federation', changed('v2.12', 'v2.9')],
    [
      'that imports less',
      changed(', "@policy"', '').replaceAll(/@policy\([^)]*\)/g, '@policy(policies: [["purpose-stated"]])'),
    ],
    ['that lacks a nullable field of the contract', changed(/"What followed\. Class N0\."\s+outcome: Outcome/, '')],
    ['that lacks a field of its case type', changedCase(/outcome: Outcome @requiresScopes\([^)]*\)/, '')],
    ['that lacks a value of a code list', changed(/"A patrol\."\s+PATROL/, '')],
    ['that lacks a commodity', changed('| OtherCommodity', '')],
    ['that lacks caseFeed', changed(/type Query \{[^}]*\}/, '')],
    ['with its own descriptions', changed('"Persons arrested."', '"Khon."')],
    ['with a deprecated national field', published(`${OWN} { old: Int @deprecated(reason: "x") }`)],
  ])('%s', (_, sdl) => {
    expect(refusalsOf(sdl)).toEqual([]);
  });
});
