// Countries and currencies as the contract's scalars say them: what they would not say cannot be stored, for it would
// break the answer, and the feed, later.
import type { GraphQLScalarType } from 'graphql';
import { GraphQLCountryCode } from 'graphql-scalars';
import { z } from 'zod';

export const fits = (scalar: GraphQLScalarType) => (value: string) => {
  try {
    scalar.parseValue(value);
    return true;
  } catch {
    return false;
  }
};

export const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 alpha-2 country')
  .refine(fits(GraphQLCountryCode), 'expected an ISO 3166-1 alpha-2 country');
