import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { answerShape, heldToShape } from '#gateway/transport/answer-shape.ts';

const TYPES = new Set(['VietnamCustomsCase', 'Drug', 'Timber']);

function held(selection: string, value: unknown, fragments = '') {
  const shape = answerShape(
    parse(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } } ${fragments}`),
  );
  const fitting = { types: TYPES, flawed: false };
  return { value: heldToShape(value, shape.entity('VietnamCustomsCase'), fitting), flawed: fitting.flawed };
}

describe('an answer', () => {
  it('is kept to what was asked for, by response key, through lists and fragments', () => {
    const { value, flawed } = held(
      '... on VietnamCustomsCase { words: narrative goods { __typename ... on Drug { name } ...T } } ... on ThailandCustomsCase { office }',
      {
        id: 'TH-1',
        narrative: 'not under this key',
        words: 'w',
        office: 'of another type',
        goods: [{ __typename: 'Drug', name: 'n', more: 1 }, null, { __typename: 'Timber', taxon: 't' }],
      },
      'fragment T on Timber { taxon }',
    );
    expect(value).toEqual({
      words: 'w',
      goods: [{ __typename: 'Drug', name: 'n' }, null, { __typename: 'Timber', taxon: 't' }],
    });
    expect(flawed).toBe(false);
  });

  it('merges what several fragments ask for under one key', () => {
    expect(
      held('... on VietnamCustomsCase { goods { a } } ... on VietnamCustomsCase { goods { b } }', {
        goods: { a: 1, b: 2, c: 3 },
      }).value,
    ).toEqual({
      goods: { a: 1, b: 2 },
    });
  });

  it.each([
    ['a text where an object should be', { goods: 'x' }, { goods: null }],
    ['a foreign type', { goods: { __typename: 'ThailandCustomsCase', a: 1 } }, { goods: null }],
    ['a type that is no text', { goods: [{ __typename: 7, a: 1 }] }, { goods: [null] }],
  ])('is flawed with %s, which becomes null', (_, value, expected) => {
    expect(held('... on VietnamCustomsCase { goods { __typename a } }', value)).toEqual({
      value: expected,
      flawed: true,
    });
  });

  it('takes own keys only', () => {
    expect(held('... on VietnamCustomsCase { constructor toString }', {}).value).toEqual({});
  });
});
