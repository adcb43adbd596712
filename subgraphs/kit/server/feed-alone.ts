// `caseFeed` is for the keys of feeds alone, and they are for `caseFeed` alone. Decided by the root fields of a request.
import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, Kind, OperationTypeNode, parse, type SelectionSetNode } from 'graphql';
import type { Caller } from '#trust/assertion/index.ts';
import { forbidden } from './errors.ts';

const FEED = 'caseFeed';
/** Of a request for a feed: the hub's own has some 60. */
const MAX_TOKENS = 1_000;

/**
 * Whether `body` is a request with queries for `caseFeed` and nothing else, under whatever alias or fragment. All
 * operations count, also those that would not be executed; `@skip` and `@include` make no difference.
 */
export function asksFeedAlone(body: unknown): boolean {
  const text = typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined;
  if (typeof text !== 'string') return false;
  let document: DocumentNode;
  try {
    document = parse(text, { noLocation: true, maxTokens: MAX_TOKENS });
  } catch {
    return false;
  }
  return document.definitions.every((node) => {
    if (node.kind === Kind.FRAGMENT_DEFINITION) return true;
    if (node.kind !== Kind.OPERATION_DEFINITION || node.operation !== OperationTypeNode.QUERY) return false;
    const fields = rootFields(node.selectionSet, document);
    return fields.size === 1 && fields.has(FEED);
  });
}

/** Refuses everybody else who asks for `caseFeed`, after validation and before anything is executed. */
export function feedGuard<Context extends { readonly caller: Caller }>(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, document, contextValue }) {
          // Without an operation nothing is executed.
          if (operation === undefined || contextValue.caller.kind === 'feed') return;
          if (rootFields(operation.selectionSet, document).has(FEED)) throw forbidden();
        },
      };
    },
  };
}

/** Names of the fields at the root, fragments followed. */
function rootFields(root: SelectionSetNode, document: DocumentNode): Set<string> {
  const names = new Set<string>();
  const followed = new Set<string>();
  const walk = (set: SelectionSetNode): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) names.add(node.name.value);
      else if (node.kind === Kind.INLINE_FRAGMENT) walk(node.selectionSet);
      else if (!followed.has(node.name.value)) {
        followed.add(node.name.value);
        for (const each of document.definitions) {
          if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === node.name.value) walk(each.selectionSet);
        }
      }
    }
  };
  walk(root);
  return names;
}
