// `viewer`: the gateway answers it itself, from the caller of this request.
import { buildASTSchema, type ExecutionResult, graphql } from 'graphql';
import { contract } from '#schema/build/contract.ts';
import type { Caller } from '../authentication/caller.ts';
import type { ViewerContext } from './context.ts';
import type { Viewer } from './generated/resolvers.ts';

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
    rootValue: { viewer: viewerOf(context.caller) },
    contextValue: context,
  });
}

function viewerOf(caller: Caller): Viewer {
  return {
    subject: caller.subject ?? null,
    agency: caller.agency ?? null,
    scopes: [...caller.scopes],
    purpose: caller.purpose ?? null,
    caseReference: caller.caseReference ?? null,
  };
}
