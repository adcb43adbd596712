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
      // A scalar of the schema's own has whatever form its subgraph gives it.
      return () => true;
  }
}

/**
 * The same as an expression over a variable of this name, for what can be told without a call: right as it stands.
 * Undefined: `leafCheck` alone tells.
 */
export function leafTest(type: GraphQLLeafType): ((value: string) => string) | undefined {
  if (isEnumType(type)) return undefined;
  switch (type.name) {
    case GraphQLString.name:
    case GraphQLID.name:
      return (value) => `typeof ${value} === 'string'`;
    case GraphQLBoolean.name:
      return (value) => `typeof ${value} === 'boolean'`;
    case GraphQLInt.name:
      return (value) => `Number.isInteger(${value})`;
    case GraphQLFloat.name:
      return (value) => `Number.isFinite(${value})`;
    default:
      return (value) => `${value} !== null && ${value} !== undefined`;
  }
}
