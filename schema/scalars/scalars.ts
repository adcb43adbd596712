// Resolvers of the contract's scalars: from graphql-scalars where it has them, here where it has not.
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import {
  GraphQLCountryCode,
  GraphQLCurrency,
  GraphQLDateTimeISO,
  GraphQLLatitude,
  GraphQLLocalDate,
  GraphQLLongitude,
  GraphQLURL,
} from 'graphql-scalars';

/** A scalar that is text of one form, the same in and out. */
function textScalar(name: string, form: RegExp, expected: string): GraphQLScalarType<string, string> {
  const check = (value: unknown): string => {
    if (typeof value === 'string' && form.test(value)) return value;
    throw new GraphQLError(`${name}: expected ${expected}, got ${JSON.stringify(value)}`);
  };
  return new GraphQLScalarType({
    name,
    serialize: check,
    parseValue: check,
    parseLiteral: (node: ValueNode) => check(node.kind === Kind.STRING ? node.value : null),
  });
}

/** YYYY-MM or YYYY (ISO 8601, reduced precision). */
export const GraphQLYearMonth = textScalar('YearMonth', /^\d{4}(-(0[1-9]|1[0-2]))?$/, 'YYYY-MM or YYYY');

/** Five characters of UN/LOCODE, without the space (UN/CEFACT Recommendation 16). */
export const GraphQLUNLOCODE = textScalar('UNLOCODE', /^[A-Z]{2}[A-Z2-9]{3}$/, 'a UN/LOCODE such as VNSGN');

/** By name in the contract. `Date` is the calendar day as text: an instant would move with the time zone. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = {
  Date: GraphQLLocalDate,
  DateTime: GraphQLDateTimeISO,
  YearMonth: GraphQLYearMonth,
  CountryCode: GraphQLCountryCode,
  Currency: GraphQLCurrency,
  Latitude: GraphQLLatitude,
  Longitude: GraphQLLongitude,
  UNLOCODE: GraphQLUNLOCODE,
  URL: GraphQLURL,
};
