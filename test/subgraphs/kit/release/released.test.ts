import { describe, expect, test } from 'vitest';
import { isReleased, releasedNarrative, withheldFields } from '#subgraphs/kit/release/released.ts';

describe('until rights reach the owner', () => {
  test.each([
    ['N0', true],
    ['N1', true],
    ['N2', true],
    ['P1', false],
    ['AUDIENCE', false],
  ] as const)('class %s is released: %s', (fieldClass, released) => {
    expect(isReleased(fieldClass)).toBe(released);
  });

  test('a narrative is released by its class', () => {
    expect(releasedNarrative({ narrative: 'text', narrative_class: 'N1' })).toBe('text');
    expect(releasedNarrative({ narrative: 'text', narrative_class: 'P1' })).toBeNull();
    expect(releasedNarrative({ narrative: null, narrative_class: null })).toBeNull();
  });

  test('what is withheld names a contact point, or none', () => {
    const row = { narrative: 'text', narrative_class: 'N1' } as const;
    expect(withheldFields(row, 'liaison@vn.example')[0]).toEqual({
      field: 'suspects.name',
      rule: 'P1',
      askAt: 'liaison@vn.example',
    });
    expect(withheldFields(row, undefined)[0]?.askAt).toBeNull();
  });
});
