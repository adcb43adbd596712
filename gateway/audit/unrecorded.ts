// The errors of an answer from which restricted fields were taken because they could not be put on record.
import type { GraphQLError } from 'graphql';
import type { FilteredOperation } from '../authorization/index.ts';
import { clientError } from '../errors/error-table.ts';

/**
 * @param allowed what the caller has a right to.
 * @param open what is left of it without anything restricted.
 * @returns the errors of `allowed`, and one for each place that only the record denied.
 */
export function unrecordedErrors(
  allowed: Pick<FilteredOperation, 'errors'>,
  open: Pick<FilteredOperation, 'errors'>,
): GraphQLError[] {
  const denied = new Set(allowed.errors.map((error) => JSON.stringify(error)));
  const unrecorded = open.errors
    .filter((error) => !denied.has(JSON.stringify(error)))
    .map(({ path, extensions: { types } }) => clientError('AUDIT_UNAVAILABLE', types ? { types } : {}, path));
  return [...allowed.errors, ...unrecorded];
}
