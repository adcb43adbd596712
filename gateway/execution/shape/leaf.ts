// Whether a value is one of a scalar or an enum.
import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql';

/** Key in a scalar's extensions: no object and no list is one. */
export const PLAIN = 'isPlain';
/** Levels of a value. What JSON.stringify needs for each grows with how many there are. */
const MOST_LEVELS = 64;

function isShallow(value: unknown, levels = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels < MOST_LEVELS && Object.values(value).every((each) => isShallow(each, levels + 1));
}

export function leafCheck(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => typeof value === 'string' && names.has(value);
  }
  switch (type.name) {
    case GraphQLString.name:
      return (value) => typeof value === 'string';
    case GraphQLBoolean.name:
      return (value) => typeof value === 'boolean';
    case GraphQLInt.name:
      return Number.isInteger;
    case GraphQLFloat.name:
      return Number.isFinite;
    case GraphQLID.name:
      return (value) => typeof value === 'string' || Number.isInteger(value);
    default:
      // A scalar of the contract is text or a number, another has whatever form its subgraph gives it; but no such form that
      // writing it out takes for ever.
      return type.extensions[PLAIN] === true
        ? (value) => typeof value !== 'object'
        : (value) => typeof value !== 'object' || isShallow(value);
  }
}

/**
 * The same as an expression over a variable of this name, for what can be told without a call: right as it stands.
 * Undefined: `leafCheck` alone tells.
 */
export function leafTest(type: GraphQLLeafType): ((value: string) => string) | undefined {
  if (isEnumType(type)) return undefined;
  switch (type.name) {
    case GraphQLBoolean.name:
      return (value) => `typeof ${value} === 'boolean'`;
    case GraphQLInt.name:
      return (value) => `Number.isInteger(${value})`;
    case GraphQLFloat.name:
      return (value) => `Number.isFinite(${value})`;
    default:
      // Texts, and what most scalars of a schema's own are.
      return (value) => `typeof ${value} === 'string'`;
  }
}
