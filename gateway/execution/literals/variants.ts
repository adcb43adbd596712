// Finds a prepared operation for a text that differs from a prepared one in literals alone. Such a text is valid if each
// of its literals fits where it stands, and is not kept: a flood of them takes no room.
import { hash } from 'node:crypto';
import type { GraphQLLeafType, GraphQLSchema } from 'graphql';
import { type LiteralNode, literalValue } from '../../planning/literal-value.ts';
import type { PreparedOperation } from '../prepared-operations.ts';
import { type LiteralPosition, literalPositions } from './positions.ts';
import { skeletonOf, textOf } from './skeleton.ts';

/** Of one skeleton: with other names, other literals that have to stay, or other ones equal. */
const EACH = 16;

export interface Variants {
  /** The operation as this text has it. Undefined where there is none, or a literal does not fit. */
  find(text: string, operationName: string | null): PreparedOperation | undefined;
  /** @param operation of this text. Forgets those unused for longest where they become too many. */
  keep(text: string, operation: PreparedOperation): void;
}

type Types = readonly (GraphQLLeafType | undefined)[];

/** Prepared operations of one skeleton. */
interface Known {
  /** For each literal what reads it, undefined where it has to stay. The same for all texts of the skeleton. */
  types: Types;
  /** By `keyOf`. */
  readonly byKey: Map<string, Variant>;
  /** Not looked at yet: most texts have no other that differs in literals alone. */
  waiting: Kept[];
}

interface Kept {
  readonly operation: PreparedOperation;
  readonly literals: readonly LiteralNode[];
  /** Of the text. */
  readonly characters: number;
}

interface Variant extends Kept {
  readonly positions: readonly LiteralPosition[];
}

/** @param most characters of the texts of operations held. */
export function variants(schema: GraphQLSchema, most: number): Variants {
  const held = new Map<string, Known>();
  let characters = 0;
  const forget = (gone: Iterable<Kept>) => {
    for (const each of gone) characters -= each.characters;
  };
  /** Puts under its key what can be found by it. */
  const lookAt = (known: Known) => {
    for (const kept of known.waiting.splice(0)) {
      const { operation, literals } = kept;
      const positions = literalPositions(operation.document, schema);
      const types = positions.map(({ type }) => type);
      const key = keyOf(literals, types, operation.operationName);
      const varies = areSame(positions, literals) && types.some((type) => type !== undefined);
      if (!varies || known.byKey.has(key)) forget([kept]);
      else {
        known.types = types;
        known.byKey.set(key, { ...kept, positions });
      }
      const [oldest] = known.byKey;
      if (oldest && known.byKey.size > EACH) {
        known.byKey.delete(oldest[0]);
        forget([oldest[1]]);
      }
    }
  };
  return {
    find(text, operationName) {
      const skeleton = held.size > 0 ? skeletonOf(text) : undefined;
      const known = skeleton && held.get(skeleton.text);
      if (!known) return undefined;
      lookAt(known);
      held.delete(skeleton.text);
      if (known.byKey.size === 0) return undefined;
      held.set(skeleton.text, known);
      const key = keyOf(skeleton.literals, known.types, operationName);
      const found = known.byKey.get(key);
      if (!found) return undefined;
      known.byKey.delete(key);
      known.byKey.set(key, found);
      return withLiterals(found, skeleton.literals, text);
    },
    keep(text, operation) {
      const skeleton = text.length > most ? undefined : skeletonOf(text);
      if (!skeleton || skeleton.literals.length === 0) return;
      const known = held.get(skeleton.text) ?? { types: [], byKey: new Map<string, Variant>(), waiting: [] };
      known.waiting.push({ operation, literals: skeleton.literals, characters: text.length });
      characters += text.length;
      if (known.waiting.length > EACH) lookAt(known);
      held.delete(skeleton.text);
      held.set(skeleton.text, known);
      for (const [oldest, { byKey, waiting }] of held) {
        if (characters <= most) break;
        held.delete(oldest);
        forget(byKey.values());
        forget(waiting);
      }
    },
  };
}

/**
 * The literals that have to stay, and which of the others are equal. Arguments that are equal in one text are equal in
 * another of its key: whether fields are one, and which arguments are sent as one variable, hangs on that.
 */
function keyOf(literals: readonly LiteralNode[], types: Types, operationName: string | null): string {
  const key: (string | number | null)[] = [operationName];
  const first = new Map<string, number>();
  for (const [index, literal] of literals.entries()) {
    const text = textOf(literal);
    const type = types[index];
    if (type === undefined) {
      key.push(text);
      continue;
    }
    const alike = `${type.name} ${text}`;
    const known = first.get(alike);
    if (known === undefined) first.set(alike, index);
    else key.push(known, index);
  }
  return JSON.stringify(key);
}

function textAt(literals: readonly LiteralNode[], index: number): string {
  const literal = literals[index];
  return literal ? textOf(literal) : '';
}

/** Whether these are the literals of the document, each of which can be a value where it may vary. */
function areSame(positions: readonly LiteralPosition[], literals: readonly LiteralNode[]): boolean {
  return (
    positions.length === literals.length &&
    positions.every(
      ({ node, type }, index) => textOf(node) === textAt(literals, index) && (type === undefined || fits(node, type)),
    )
  );
}

function withLiterals(
  { operation, positions }: Variant,
  literals: readonly LiteralNode[],
  text: string,
): PreparedOperation | undefined {
  const others = new Map<LiteralNode, LiteralNode>();
  let paged = false;
  for (const [index, { node, type, isPage }] of positions.entries()) {
    const literal = literals[index];
    if (!literal || type === undefined || textOf(literal) === textOf(node)) continue;
    if (!fits(literal, type)) return undefined;
    others.set(node, literal);
    paged ||= isPage;
  }
  return {
    ...operation,
    hash: hash('sha256', text, 'hex'),
    others,
    nodes: (coerced) => operation.nodes(coerced, paged ? others : undefined),
  };
}

/** What validation asks of a literal, and that it is a value to the planner. */
function fits(literal: LiteralNode, type: GraphQLLeafType): boolean {
  try {
    return type.parseLiteral(literal, undefined) !== undefined && literalValue(literal, type) !== undefined;
  } catch {
    return false;
  }
}
