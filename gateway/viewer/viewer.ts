// `viewer`: the gateway answers it itself, from the caller of this request.
import { buildASTSchema, type ExecutionResult, graphql } from 'graphql';
import { contract } from '#schema/build/contract.ts';
import type { OwnOperations } from '../audit/index.ts';
import type { Caller } from '../authentication/caller.ts';
import type { ViewerContext } from './context.ts';
import type { Viewer } from './generated/resolvers.ts';

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
    rootValue: { viewer: { ...viewerOf(context.caller), operations } },
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

function viewerOf(caller: Caller): Omit<Viewer, 'operations'> {
  return {
    subject: caller.subject ?? null,
    agency: caller.agency ?? null,
    scopes: [...caller.scopes],
    purpose: caller.purpose ?? null,
    caseReference: caller.caseReference ?? null,
  };
}
