// The skeleton of a text: numbers and strings taken out, everything else as it stands. Texts of one skeleton are the same
// tokens but for those, so what was found out about one holds for the other as far as no literal decides it.
import { Kind, Lexer, Source, TokenKind } from 'graphql';
import type { LiteralNode } from '../../planning/literal-value.ts';

export interface Skeleton {
  /** The text, a mark of its kind in the place of each literal. */
  readonly text: string;
  /** In their order, as the parser makes them, without their place. */
  readonly literals: readonly LiteralNode[];
}

/** Longer ones are not taken apart: whoever sends what is not even valid makes a lexer work for it. */
const LONGEST = 20_000;
/**
 * Undefined for what is no GraphQL, or long. The marks are characters that a text may have in strings, which are taken out,
 * and in comments, where no literal can stand.
 */
export function skeletonOf(text: string): Skeleton | undefined {
  if (text.length > LONGEST) return undefined;
  const lexer = new Lexer(new Source(text));
  const literals: LiteralNode[] = [];
  let skeleton = '';
  let rest = 0;
  const take = (mark: string, literal: LiteralNode) => {
    const { start, end } = lexer.token;
    skeleton += text.slice(rest, start) + mark;
    rest = end;
    literals.push(literal);
  };
  try {
    for (;;) {
      const { kind, value } = lexer.advance();
      switch (kind) {
        case TokenKind.INT:
          take('\uE000', { kind: Kind.INT, value });
          break;
        case TokenKind.FLOAT:
          take('\uE001', { kind: Kind.FLOAT, value });
          break;
        case TokenKind.STRING:
          take('\uE002', { kind: Kind.STRING, value, block: false });
          break;
        case TokenKind.BLOCK_STRING:
          take('\uE003', { kind: Kind.STRING, value, block: true });
          break;
        case TokenKind.EOF:
          return { text: skeleton + text.slice(rest), literals };
      }
    }
  } catch {
    // A syntax error: the parser says what it is.
    return undefined;
  }
}

/** Equal for literals that GraphQL prints alike, and no others. */
export function textOf(literal: LiteralNode): string {
  if (literal.kind !== Kind.STRING) return literal.value;
  return `${literal.block === true ? 'b' : 's'}${literal.value}`;
}
