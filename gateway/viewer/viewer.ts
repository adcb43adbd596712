// `viewer`: the gateway answers it itself, from the caller of this request.
import { buildASTSchema, type ExecutionResult, GraphQLError, graphql } from 'graphql';
import { contract } from '#schema/build/contract.ts';
import type { OwnOperations } from '../audit/index.ts';
import type { ViewerContext } from './context.ts';
import type { Readability, Viewer, ViewerMayReadArgs } from './generated/resolvers.ts';

/** Coordinates that one request may ask about, over all its fields. */
const MOST = 500;

// Its rights are directives of the federation: the gateway enforces them before anything comes here.
const schema = buildASTSchema(contract('viewer'), { assumeValidSDL: true });

/** Operations on a page where the caller names no number. */
const PAGE = 25;

/** Runs the part of an operation that falls to `viewer`. */
export async function answerViewer(
  request: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  context: ViewerContext,
): Promise<ExecutionResult> {
  return graphql({
    schema,
    source: request.query,
    variableValues: request.variables,
    rootValue: { viewer: { ...viewerOf(context), operations } },
    contextValue: context,
  });
}

/** From the audit trail of this gateway; null where it keeps none. */
async function operations(
  { first, after }: { readonly first: number | null; readonly after?: string | null },
  { caller, readOperations }: ViewerContext,
): Promise<OwnOperations | null> {
  return readOperations === undefined ? null : readOperations(caller, { first: first ?? PAGE, after });
}

type ResolvedViewer = Omit<Viewer, 'mayRead' | 'operations'> & {
  readonly mayRead: (args: ViewerMayReadArgs) => Readability[];
};

function viewerOf({ caller, mayRead }: ViewerContext): ResolvedViewer {
  let asked = 0;
  return {
    subject: caller.subject ?? null,
    agency: caller.agency ?? null,
    scopes: [...caller.scopes],
    purpose: caller.purpose ?? null,
    caseReference: caller.caseReference ?? null,
    mayRead({ coordinates }) {
      asked += coordinates.length;
      if (asked > MOST)
        throw new GraphQLError(`Expected at most ${MOST} coordinates in one request, got ${asked} or more.`, {
          extensions: { code: 'BAD_USER_INPUT' },
        });
      return mayRead(coordinates).map(({ deniedTypes, ...rest }) => ({ ...rest, deniedTypes: [...deniedTypes] }));
    },
  };
}
