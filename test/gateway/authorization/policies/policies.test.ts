import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideLabels, loadPolicies, PoliciesError, type PolicyRequest } from '#gateway/authorization/index.ts';

const PUBLISHED = resolve(import.meta.dirname, '../../../../schema/policies');
const analyst: PolicyRequest = { subject: 'an', agency: 'VN', scopes: new Set(['case:read', 'case:nominal']) };
const permit = (label: string, when = '') =>
  `permit(principal, action == Action::"policy", resource == Policy::"${label}")${when};`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policies-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return loadPolicies(folder);
}

const allowed = (policies: ReturnType<typeof load>, labels: string[], request: PolicyRequest = analyst) =>
  [...decideLabels(policies, labels, request).allowed].join();

describe('policies are refused at the start', () => {
  it.each([
    [
      'that do not parse',
      { 'a.cedar': 'permit(' },
      'a.cedar: expected policies that parse, got: unexpected end of input',
    ],
    [
      'beside good ones',
      { 'a.cedar': permit('x'), 'b.cedar': 'allow everything' },
      'b.cedar: expected policies that parse',
    ],
    ['of an attribute that callers have not', { 'a.cedar': permit('x', ' when { principal.rank > 3 }') }, 'a.cedar#1'],
    [
      'of an action that does not exist',
      { 'a.cedar': permit('x').replace('policy', 'polcy') },
      'did you mean `Action::"policy"`',
    ],
    [
      'of a kind of resource that does not exist',
      { 'a.cedar': permit('x').replace('Policy::', 'Case::') },
      'a.cedar#1',
    ],
    ['that compare a set with a text', { 'a.cedar': permit('x', ' when { principal.scopes like "x" }') }, 'a.cedar#1'],
    [
      'that read a purpose which may not be there',
      { 'a.cedar': permit('x', ' when { context.purpose == "x" }') },
      'a.cedar#1',
    ],
    [
      'that are templates',
      { 'a.cedar': 'permit(principal == ?principal, action, resource);' },
      'expected policies without slots',
    ],
    ['where there are none', { 'readme.md': 'x' }, 'expected at least one file *.cedar, got none'],
  ])('%s', (_, files, problem) => {
    expect(() => load(files)).toThrow(PoliciesError);
    expect(() => load(files)).toThrow(problem);
  });

  it('where the folder is not there', () => {
    expect(() => loadPolicies(join(folder, 'none'))).toThrow('expected a folder of policies, got ENOENT');
  });
});

describe('a label', () => {
  it('is allowed by a policy that permits it, and no other is', () => {
    const policies = load({ 'a.cedar': permit('x'), 'b.cedar': `${permit('y')} ${permit('z')}` });
    expect(allowed(policies, ['w', 'x', 'z', 'X', ''])).toBe('x,z');
  });

  it('is denied by a policy that forbids it, whatever permits it', () => {
    const policies = load({
      'a.cedar': permit('x'),
      'b.cedar': 'forbid(principal, action, resource) unless { principal.agency == "VN" };',
    });
    expect(allowed(policies, ['x'])).toBe('x');
    expect(allowed(policies, ['x'], { ...analyst, agency: 'CN' })).toBe('');
  });

  it.each([
    ['agency', ' when { principal.agency == "VN" }', { agency: 'CN' }],
    ['scopes', ' when { principal.scopes.contains("case:nominal") }', { scopes: new Set(['case:nominal:x']) }],
    ['subject', ' when { principal == Caller::"an" }', { subject: 'another' }],
    ['purpose', ' when { context has purpose && context.purpose == "investigation" }', { purpose: undefined }],
    [
      'case reference',
      ' when { context has caseReference && context.caseReference like "VN-*" }',
      { caseReference: 'CN-1' },
    ],
  ])('is decided by the %s, for each request anew', (_, when, other) => {
    const policies = load({ 'a.cedar': permit('x', when) });
    const stated = { ...analyst, purpose: 'investigation', caseReference: 'VN-1' };
    for (const round of [1, 2, 3]) {
      expect(allowed(policies, ['x'], stated), String(round)).toBe('x');
      expect(allowed(policies, ['x'], { ...stated, ...other }), String(round)).toBe('');
    }
  });

  it('is not decided by what another set of policies said', () => {
    const [first, second] = [load({ 'a.cedar': permit('x') }), load({ 'a.cedar': permit('y') })];
    expect([allowed(first, ['x', 'y']), allowed(second, ['x', 'y']), allowed(first, ['x', 'y'])]).toEqual([
      'x',
      'y',
      'x',
    ]);
  });

  it('is not mixed up with what a caller writes into its request', () => {
    const policies = load({ 'a.cedar': permit('x', ' when { context has purpose && context.purpose == "p" }') });
    expect(allowed(policies, ['x'], { ...analyst, purpose: 'p' })).toBe('x');
    expect(allowed(policies, ['x'], { ...analyst, subject: 'an"],"purpose":"p' })).toBe('');
    expect(allowed(policies, ['x"; permit(principal, action, resource);'], { ...analyst, purpose: 'p' })).toBe('');
  });

  it('costs nothing where none is asked', () => {
    expect(decideLabels(load({ 'a.cedar': permit('x') }), [], analyst)).toEqual({ allowed: new Set(), failures: [] });
  });
});

describe('when the engine fails', () => {
  it('nothing is allowed, the failure is told, and it is not remembered', () => {
    const policies = load({ 'a.cedar': permit('x') });
    const broken = { ...policies, set: 'gone' };
    const decision = decideLabels(broken, ['x', 'y'], analyst);
    expect(decision.allowed.size).toBe(0);
    expect(decision.failures.map((each) => each.label)).toEqual(['x', 'y']);
    expect(allowed(policies, ['x'])).toBe('x');
  });

  it('on a request that is not valid by the schema, nothing is allowed', () => {
    const policies = load({ 'a.cedar': permit('x') });
    const decision = decideLabels(policies, ['x'], { ...analyst, agency: 7 as unknown as string });
    expect([decision.allowed.size, decision.failures.length]).toEqual([0, 1]);
  });

  it('on one policy, another does not allow: the one might have forbidden', () => {
    const overflow = `forbid(principal, action, resource) when { 9223372036854775807 + (if principal.agency == "VN" then 1 else 0) == 0 };`;
    const policies = load({ 'a.cedar': permit('x'), 'b.cedar': overflow });
    const decision = decideLabels(policies, ['x'], analyst);
    expect([decision.allowed.size, decision.failures.length]).toEqual([0, 1]);
    expect(allowed(policies, ['x'], { ...analyst, agency: 'CN' })).toBe('x');
  });
});

describe('the published policy `purpose-stated`', () => {
  it.each([
    ['with purpose and case reference', { purpose: 'investigation', caseReference: 'VN-2026-1' }, true],
    ['without a purpose', { caseReference: 'VN-2026-1' }, false],
    ['with an empty purpose', { purpose: '', caseReference: 'VN-2026-1' }, false],
    ['without a case reference', { purpose: 'investigation' }, false],
    ['with an empty case reference', { purpose: 'investigation', caseReference: '' }, false],
    [
      'by nobody in particular',
      { subject: '', agency: '', purpose: 'investigation', caseReference: 'VN-2026-1' },
      false,
    ],
  ])('%s', (_, stated, met) => {
    expect(allowed(loadPolicies(PUBLISHED), ['purpose-stated'], { ...analyst, ...stated })).toBe(
      met ? 'purpose-stated' : '',
    );
  });
});
