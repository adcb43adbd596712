// `viewer`: the gateway answers it itself, from the caller of this request.
import { buildASTSchema, type ExecutionResult, GraphQLError, graphql } from 'graphql';
import { contract } from '#schema/build/contract.ts';
import type { ViewerContext } from './context.ts';
import type { Readability, Viewer, ViewerMayReadArgs } from './generated/resolvers.ts';

/** Coordinates that one request may ask about, over all its fields. */
const MOST = 500;

const schema = buildASTSchema(contract('viewer'));

/** Runs the part of an operation that falls to `viewer`. */
export async function answerViewer(
  request: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  context: ViewerContext,
): Promise<ExecutionResult> {
  return graphql({
    schema,
    source: request.query,
    variableValues: request.variables,
    rootValue: { viewer: viewerOf(context) },
    contextValue: context,
  });
}

type ResolvedViewer = Omit<Viewer, 'mayRead'> & {
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
