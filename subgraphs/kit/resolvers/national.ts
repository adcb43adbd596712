// National fields of a participant's own case type: each is the value of its name in the record's `national` part.
import type { GraphQLFieldResolver } from 'graphql';
import type { SubgraphContext } from '../server/context.ts';
import type { CaseRow } from '../store/case-row.ts';

/** Null where the record does not have the field. */
export function nationalResolver(field: string): GraphQLFieldResolver<CaseRow, SubgraphContext> {
  return ({ national }) => {
    if (national === null) return null;
    const values = JSON.parse(national) as Record<string, unknown>;
    return Object.hasOwn(values, field) ? values[field] : null;
  };
}
