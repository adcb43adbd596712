import { describe, expect, it } from 'vitest';
import { RELEASE_CLASSES } from '#schema/release/classes.ts';
import { createReleaseEngine, ReleasePolicyError } from '#subgraphs/kit/decision/index.ts';
import { ALL_SCOPES, Log, PROFILE, STATED } from './asking.ts';

function readBy(agency: string, extraPolicies: string, statement: object = STATED): string[] {
  const request = createReleaseEngine({ extraPolicies }).forRequest({ agency, scopes: ALL_SCOPES, ...statement });
  return RELEASE_CLASSES.filter((each) => request.mayRead(each, PROFILE));
}

/** Whether N1 is closed to Laos by a policy with this condition. */
function closedWhen(condition: string): boolean {
  return !readBy('LA', `forbid (principal, action == Action::"readN1", resource) when { ${condition} };`).includes(
    'N1',
  );
}

function faults(extraPolicies: string): readonly string[] {
  try {
    createReleaseEngine({ extraPolicies });
  } catch (error) {
    if (error instanceof ReleasePolicyError) return error.faults;
    throw error;
  }
  return [];
}

describe("a participant's own policies", () => {
  it('change nothing where there are none', () => {
    for (const none of ['', ' \n', '// none yet']) expect(readBy('LA', none)).toEqual(['N0', 'N1', 'N2']);
  });

  it('close the class that they name, and no other', () => {
    expect(readBy('LA', 'forbid (principal, action == Action::"readN2", resource);')).toEqual(['N0', 'N1']);
  });

  it('close several classes, or all', () => {
    const several = 'forbid (principal, action in [Action::"readN1", Action::"readN2"], resource);';
    expect(readBy('LA', several)).toEqual(['N0']);
    expect(readBy('LA', 'forbid (principal, action in Action::"read", resource);')).toEqual([]);
  });

  it('close by agency, by attribute or by name', () => {
    const attribute = 'forbid (principal, action == Action::"readN1", resource) when { principal.agency == "LA" };';
    const name = 'forbid (principal == Caller::"LA", action == Action::"readN1", resource);';
    for (const policy of [attribute, name]) {
      expect(readBy('LA', policy)).toEqual(['N0', 'N2']);
      expect(readBy('TH', policy)).toEqual(['N0', 'N1', 'N2']);
    }
  });

  it('close by marking, handling, purpose and day', () => {
    expect(closedWhen('resource.tlp == Tlp::"AMBER"')).toBe(true);
    expect(closedWhen('resource.tlp == Tlp::"RED"')).toBe(false);
    expect(closedWhen('resource.handling == Handling::"H1"')).toBe(true);
    expect(closedWhen('context has purpose && context.purpose == "investigation"')).toBe(true);
    expect(closedWhen('context has purpose && context.purpose == "training"')).toBe(false);
    expect(closedWhen('context.today > datetime("2020-01-01")')).toBe(true);
    expect(closedWhen('context.today > datetime("9999-01-01")')).toBe(false);
  });

  it('close to the owner as well where they do not leave it out', () => {
    expect(readBy('CN', 'forbid (principal, action == Action::"readP1", resource);')).not.toContain('P1');
    const others = 'forbid (principal, action == Action::"readP1", resource) unless { principal.owner };';
    expect(readBy('CN', others)).toContain('P1');
    expect(readBy('VN', others)).not.toContain('P1');
  });

  it('never touch existence, nor what stands with it', () => {
    const engine = createReleaseEngine({ extraPolicies: 'forbid (principal, action in Action::"read", resource);' });
    const request = engine.forRequest({ agency: 'LA', scopes: ALL_SCOPES });
    expect(request.mayKnow(PROFILE)).toBe(true);
    expect(request.mayReadField('Case.id', PROFILE)).toBe(true);
    expect(request.mayReadField('Release.withheld', PROFILE)).toBe(true);
    expect(request.mayReadField('Case.seizures', PROFILE)).toBe(false);
  });

  it("of one engine do not reach another's decisions", () => {
    const closed = createReleaseEngine({ extraPolicies: 'forbid (principal, action in Action::"read", resource);' });
    const open = createReleaseEngine();
    const reads = (engine: typeof open) =>
      engine.forRequest({ agency: 'LA', scopes: ALL_SCOPES }).mayRead('N1', PROFILE);
    expect([reads(closed), reads(open), reads(closed)]).toEqual([false, true, false]);
  });

  it('may be more than ten, each under its own name', () => {
    const many = Array.from(
      { length: 12 },
      (_, index) =>
        `@id("own-${index}") forbid (principal == Caller::"A${index}", action in Action::"read", resource);`,
    );
    expect(faults(many.join('\n'))).toEqual([]);
    const [last] = faults(
      [...many, '@id("own-12") permit (principal, action == Action::"readN1", resource);'].join('\n'),
    );
    expect(last).toContain('own policy own-12');
  });
});

describe('an own policy is refused at start', () => {
  it('where it permits, by its name', () => {
    expect(faults('@id("friends")\npermit (principal, action == Action::"readN2", resource);')).toEqual([
      'own policy friends: expected forbid, got permit: an own policy may only close',
    ]);
  });

  it('where it permits, by its line if it has no name', () => {
    const text =
      '// é\nforbid (principal, action == Action::"readN2", resource);\n\npermit (principal, action == Action::"readN2", resource);';
    expect(faults(text)).toEqual(['own policy line 4: expected forbid, got permit: an own policy may only close']);
  });

  it('where it decides existence', () => {
    for (const action of ['action == Action::"know"', 'action in [Action::"readN1", Action::"know"]']) {
      const [fault] = faults(`@id("hide") forbid (principal, ${action}, resource);`);
      expect(fault).toMatch(
        /^own policy hide: expected reading actions .*, got know: existence is decided by the profile/,
      );
    }
  });

  it('where it is about any action, existence among them', () => {
    for (const rest of ['', ' when { resource.tlp == Tlp::"AMBER" }']) {
      expect(faults(`@id("hide") forbid (principal, action, resource)${rest};`)).toEqual([
        'own policy hide: expected the reading actions named, as in action in Action::"read", got any action',
      ]);
    }
  });

  it('where it names a record', () => {
    for (const policy of [
      'forbid (principal, action in Action::"read", resource == Profile::"CN-1");',
      'forbid (principal, action in Action::"read", resource) when { resource == Profile::"CN-1" };',
      'forbid (principal, action in Action::"read", resource) when { [Profile::"CN-1"].contains(resource) };',
    ]) {
      expect(faults(`@id("one") ${policy}`)).toEqual([
        'own policy one: expected attributes of the profile, got a Profile by name: no record is named',
      ]);
    }
  });

  it.each([
    ['is not Cedar', 'forbid (principal, action', /^line 1: unexpected/],
    ['breaks off on a later line', '\n\nforbid (principal, action == Action::"readN1", resource) when { ', /^line 3: /],
    ['is a template', 'forbid (principal == ?principal, action == Action::"readN1", resource);', /got a template/],
    [
      'uses a name twice',
      '@id("a") forbid (principal, action == Action::"readN1", resource);@id("a") forbid (principal, action == Action::"readN2", resource);',
      /^policy a: expected each name once/,
    ],
    [
      'misspells a marking',
      '@id("a") forbid (principal, action == Action::"readN1", resource) when { resource.tlp == Tlp::"AMBRE" };',
      /^own policy a: entity `Tlp::"AMBRE"` .*valid entity eids/,
    ],
    [
      'misspells an attribute',
      '@id("a") forbid (principal, action == Action::"readN1", resource) when { principal.agncy == "VN" };',
      /^own policy a: attribute `agncy` .* not found/,
    ],
    [
      'asks for a value of the record',
      '@id("a") forbid (principal, action == Action::"readN1", resource) when { resource.kilograms > 5 };',
      /^own policy a: attribute `kilograms` .* not found/,
    ],
    [
      'reads a purpose without asking whether one is stated',
      '@id("a") forbid (principal, action == Action::"readN1", resource) when { context.purpose == "x" };',
      /^own policy a: unable to guarantee safety of access to optional attribute `purpose`/,
    ],
    [
      'can never apply',
      '@id("a") forbid (principal, action == Action::"read", resource);',
      /^own policy a: .*unable to find an applicable action/,
    ],
    [
      'always comes out false',
      '@id("a") forbid (principal, action == Action::"readN1", resource) when { false };',
      /^own policy a: policy is impossible/,
    ],
    [
      'has look-alike letters',
      '@id("a") forbid (principal, action == Action::"readN1", resource) when { principal.agency == "\u0421N" };',
      /^own policy a: .*mixed scripts/,
    ],
  ])('where it %s', (_, policy, fault) => {
    expect(faults(policy).join('\n')).toMatch(fault);
  });

  it('with every fault of all of them', () => {
    expect(
      faults('@id("a") permit (principal, action, resource); @id("b") forbid (principal, action, resource);'),
    ).toHaveLength(3);
  });

  it('and says nothing to the log: the start fails', () => {
    const log = new Log();
    expect(() => createReleaseEngine({ extraPolicies: 'permit (principal, action, resource);', logger: log })).toThrow(
      ReleasePolicyError,
    );
    expect(log.lines).toEqual([]);
  });
});
