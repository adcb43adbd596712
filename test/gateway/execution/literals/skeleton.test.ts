// Texts of one skeleton are the same tokens but for their literals: by random texts, and by GraphQL's own lexer.
import { Lexer, Source, TokenKind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { skeletonOf, textOf } from '#gateway/execution/literals/skeleton.ts';

const LITERALS: ReadonlySet<TokenKind> = new Set([
  TokenKind.INT,
  TokenKind.FLOAT,
  TokenKind.STRING,
  TokenKind.BLOCK_STRING,
]);

/** Kinds, and values of what is no literal. Undefined for what is no GraphQL. */
function tokensOf(text: string): string[] | undefined {
  const lexer = new Lexer(new Source(text));
  const tokens: string[] = [];
  try {
    for (;;) {
      const { kind, value } = lexer.advance();
      tokens.push(LITERALS.has(kind) ? kind : `${kind} ${value}`);
      if (kind === TokenKind.EOF) return tokens;
    }
  } catch {
    return undefined;
  }
}

/** A generator of numbers below one, always the same. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const PIECES = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ':',
  '=',
  '$',
  '@',
  '!',
  '|',
  '&',
  '...',
  '.',
  ',',
  ' ',
  '\n',
  '\r\n',
  '	',
  'a',
  'e5',
  'E',
  '_1',
  'x9',
  'true',
  'null',
  '﻿',
  'é',
  '',
  '',
  '',
  '\ud800',
  '🐎',
  '0',
  '1',
  '-1',
  '-',
  '+',
  '01',
  '1.5',
  '1e5',
  '1.e',
  '-0',
  '12',
  '.5',
  '9007199254740993',
  '"',
  '""',
  '"""',
  '"a"',
  '"b"',
  String.raw`"\""`,
  String.raw`"\u0041"`,
  '\\',
  '"""a"""',
  '\\"""',
  '# "',
  '#',
];

describe('the skeleton of a text', () => {
  it('is the same for texts that are the same tokens but for their literals, and for no others', () => {
    const random = randomFrom(7);
    const known = new Map<string, string[]>();
    let shared = 0;
    for (let count = 0; count < 60_000; count += 1) {
      const length = 1 + Math.floor(random() * 5);
      const text = Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)]).join('');
      const skeleton = skeletonOf(text);
      const tokens = tokensOf(text);
      if (tokens === undefined) expect(skeleton, JSON.stringify(text)).toBeUndefined();
      if (skeleton === undefined || tokens === undefined) continue;
      const before = known.get(skeleton.text);
      if (before) {
        shared += 1;
        expect(tokens, JSON.stringify(text)).toEqual(before);
      }
      known.set(skeleton.text, tokens);
    }
    expect(shared).toBeGreaterThan(3_000);
  });

  it('leaves the rest as it stands', () => {
    const skeleton = skeletonOf('{ a1(x: -1.5e3, y: "z", z: """q""", n: 07_) # 8 "\n}'.replace('07_', '7'));
    expect(skeleton?.text).toBe('{ a1(x: \uE001, y: \uE002, z: \uE003, n: \uE000) # 8 "\n}');
    expect(skeleton?.literals.map(({ value }) => value)).toEqual(['-1.5e3', 'z', 'q', '7']);
  });

  it.each([
    ['what is no GraphQL', '{ a(x: 1x) }'],
    ['what is long', `{ a } # ${'x'.repeat(20_000)}`],
  ])('is not made of %s', (_, text) => {
    expect(skeletonOf(text)).toBeUndefined();
  });

  it('tells literals apart that are printed otherwise', () => {
    const { literals = [] } = skeletonOf(String.raw`1 1.0 "1" """1""" "s1" "b1" "\"\"1" -0 0 "A" "\u0041"`) ?? {};
    const texts = literals.map(textOf);
    expect(texts.slice(-2)).toEqual(['sA', 'sA']);
    expect(new Set(texts).size).toBe(literals.length - 1);
  });
});
