// Operations that Apollo Server took whole: parsed, valid, answered. One that comes again need not be looked at again. They
// belong to one schema, and end with it; what rights and values decide is decided for each request.
import {
  BREAK,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { Variables } from '../authorization/index.ts';
import { nodesOf, PAGE } from '../protection/node-budget.ts';

/** Characters of the texts held: five hundred operations of a thousand. What is parsed of one is fifty times as long. */
const MOST = 500_000;
const NO_VARIABLES: Variables = Object.freeze({});

export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client gave it. */
  readonly operationName: string | null;
  /** SHA-256 of the text, hex. */
  readonly hash: string;
  /** Whether it is on the list of persisted operations. */
  readonly persisted?: boolean;
  /** Coerced values of what was sent, or why they do not fit. */
  coerce(sent: Variables | undefined): ReturnType<typeof getVariableValues>;
  /** The nodes that it asks for. */
  nodes(coerced: Variables): number;
}

export interface PreparedOperations {
  find(text: string, operationName: string | null): PreparedOperation | undefined;
  /** Forgets those unused for longest where they become too many. */
  keep(text: string, operation: PreparedOperation): void;
  /** Holds these, each with its text, until others are pinned: they do not count, and are not forgotten. */
  pin(operations: readonly (readonly [text: string, operation: PreparedOperation])[]): void;
}

export function prepareOperation(
  schema: GraphQLSchema,
  given: Pick<PreparedOperation, 'document' | 'operation' | 'operationName' | 'hash'>,
): PreparedOperation {
  const { document, operation } = given;
  const definitions = operation.variableDefinitions ?? [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const count = (variables: Variables) => nodesOf({ schema, operation, fragments, variables });
  const varies = definitions.length > 0 && pagesVary(document);
  let constant: number | undefined;
  return {
    ...given,
    coerce: (sent) =>
      definitions.length === 0 ? { coerced: NO_VARIABLES } : getVariableValues(schema, definitions, sent ?? {}),
    nodes(coerced) {
      if (varies) return count(coerced);
      constant ??= count(coerced);
      return constant;
    },
  };
}

/** Whether a variable decides what is paged, or how much. */
function pagesVary(document: DocumentNode): boolean {
  let varies = false;
  const look = {
    Variable() {
      varies = true;
      return BREAK;
    },
  };
  visit(document, {
    Argument(node) {
      if (node.name.value === PAGE) visit(node.value, look);
    },
    Directive(node) {
      visit(node, look);
      return false;
    },
  });
  return varies;
}

/** @param most characters of the texts held. */
export function preparedOperations(most: number = MOST): PreparedOperations {
  // The text itself is the key: nothing is hashed that the engine does not hash anyway.
  const held = new Map<string, Map<string | null, PreparedOperation>>();
  let pinned = new Map<string, Map<string | null, PreparedOperation>>();
  let characters = 0;
  return {
    find(text, operationName) {
      const known = pinned.get(text)?.get(operationName);
      if (known) return known;
      const byName = held.get(text);
      const found = byName?.get(operationName);
      if (byName && found) {
        held.delete(text);
        held.set(text, byName);
      }
      return found;
    },
    pin(operations) {
      pinned = new Map(operations.map(([text]) => [text, new Map()]));
      for (const [text, operation] of operations) pinned.get(text)?.set(operation.operationName, operation);
    },
    keep(text, operation) {
      if (text.length > most) return;
      const byName = held.get(text);
      if (byName) {
        // A valid text names no more operations than it has.
        byName.set(operation.operationName, operation);
        return;
      }
      held.set(text, new Map([[operation.operationName, operation]]));
      characters += text.length;
      for (const [oldest] of held) {
        if (characters <= most) break;
        held.delete(oldest);
        characters -= oldest.length;
      }
    },
  };
}
