// Puts what a request disclosed on record before its answer leaves. Where that fails, the request is answered once more
// as one to which nothing above class N0 is released: what cannot be recorded is not disclosed.
import type { ApolloServerPlugin } from '@apollo/server';
import { execute, type GraphQLFormattedError } from 'graphql';
import type { AuditTrail, DisclosureEntry } from '#trust/audit/index.ts';
import { answeredError } from '../server/errors.ts';
import type { ServerLogger } from '../server/logger.ts';
import { maskError } from '../server/masking.ts';

/** How a subgraph puts on record what it discloses. */
export interface Auditing<Context> {
  readonly trail: Pick<AuditTrail, 'append'>;
  /** What was disclosed above class N0, once a request is executed. */
  readonly entriesOf: (context: Context) => readonly DisclosureEntry[];
  /** The context of the same request, to which nothing above class N0 is released. */
  readonly closed: (context: Context) => Context;
}

export const AUDIT_UNAVAILABLE = 'AUDIT_UNAVAILABLE';

export function auditPlugin<Context extends object>(
  { trail, entriesOf, closed }: Auditing<Context>,
  logger: ServerLogger,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        // An error thrown in here costs the whole answer: nothing leaves by mistake.
        async willSendResponse({ response, contextValue, schema, document, operationName, request }) {
          const entries = entriesOf(contextValue);
          if (entries.length === 0) return;
          try {
            await trail.append(entries);
            return;
          } catch (error) {
            logger.error({ err: error }, 'Disclosures could not be put on record: nothing above class N0 is answered');
          }
          if (document === undefined) throw new Error('expected a document of what was executed, got none');
          const again = closed(contextValue);
          const { data, errors = [] } = await execute({
            schema,
            document,
            operationName: operationName ?? null,
            variableValues: request.variables ?? {},
            contextValue: again,
          });
          if (entriesOf(again).length > 0) throw new Error('expected nothing above class N0 to be read, got some');
          const mask = maskError(logger);
          const told: GraphQLFormattedError[] = [
            ...errors.map((error) => mask(error.toJSON(), error)),
            answeredError(AUDIT_UNAVAILABLE, 'expected a trail that can be written, got none').toJSON(),
          ];
          response.body = { kind: 'single', singleResult: { data: data ?? null, errors: told } };
        },
      };
    },
  };
}
