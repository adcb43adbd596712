// How deep brackets stand within one another, counted by tokens: a parser and all that walks its tree call themselves
// once for each level, and end by the stack where a text has thousands.
import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import type { Limits } from '../config/read.ts';

const OPEN = new Set<string>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSE = new Set<string>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Brackets beside those of selections: arguments, values, fragments without a name. */
const NESTING_BESIDE = 64;

/** Looked at before the parser, which calls itself for each level. */
export function isNestedDeeply(text: string, { maxDepth, maxTokens }: Pick<Limits, 'maxDepth' | 'maxTokens'>): boolean {
  return nestsDeeper(text, maxDepth + NESTING_BESIDE, maxTokens);
}

/**
 * Whether brackets of any kind stand more than `most` deep within the first `maxTokens` tokens of a GraphQL text.
 * What is no token ends the count: the parser says what is wrong with it.
 */
export function nestsDeeper(text: string, most: number, maxTokens: number): boolean {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  try {
    for (let count = 0; count < maxTokens; count += 1) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return false;
      if (OPEN.has(kind)) depth += 1;
      else if (CLOSE.has(kind)) depth -= 1;
      if (depth > most) return true;
    }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
  return false;
}
