// Operations that Apollo Server took whole: parsed, valid, answered. One that comes again need not be looked at again. They
// belong to one schema, and end with it; what rights and values decide is decided for each request.
import {
  BREAK,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { Variables } from '../authorization/index.ts';
import type { OtherLiterals } from '../planning/literal-value.ts';
import { nodesOf, PAGE } from '../protection/node-budget.ts';
import { variants } from './literals/variants.ts';

/** Characters of the texts held: two hundred and fifty operations of a thousand. What is parsed of one is fifty times as long. */
const MOST = 250_000;
const NO_VARIABLES: Variables = Object.freeze({});
/** Faults of variables that are told: there may be one for each value in them, and each quotes the whole that it stands in. */
const MOST_FAULTS = 10;
const LONGEST_FAULT = 1_000;

export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client gave it. */
  readonly operationName: string | null;
  /** SHA-256 of the text that was sent, hex. It may be another than the document's: see `others`. */
  readonly hash: string;
  /** Names the document. */
  readonly key: string;
  /** What the text that was sent has in the place of literals of the document, where it is another. */
  readonly others?: OtherLiterals | undefined;
  /** Whether it is on the list of persisted operations. */
  readonly persisted?: boolean;
  /** Coerced values of what was sent, or why they do not fit. */
  coerce(sent: Variables | undefined): ReturnType<typeof getVariableValues>;
  /** The nodes that it asks for. `others`: where one of them sets the size of a page. */
  nodes(coerced: Variables, others?: OtherLiterals): number;
}

export interface PreparedOperations {
  /** By the text, or as one whose text differs in literals alone. */
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
  const count = (variables: Variables, others?: OtherLiterals) =>
    nodesOf({ schema, operation, fragments, variables, others });
  const varies = definitions.length > 0 && pagesVary(document);
  let constant: number | undefined;
  return {
    ...given,
    key: keyOf(document),
    coerce: (sent) => (definitions.length === 0 ? { coerced: NO_VARIABLES } : coerce(schema, operation, sent ?? {})),
    nodes(coerced, others) {
      if (varies || others !== undefined) return count(coerced, others);
      constant ??= count(coerced);
      return constant;
    },
  };
}

function coerce(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  sent: Variables,
): ReturnType<PreparedOperation['coerce']> {
  const found = getVariableValues(schema, variableDefinitions, sent, { maxErrors: MOST_FAULTS });
  // The one behind them says that there are more.
  return found.errors ? { errors: found.errors.slice(0, MOST_FAULTS).map(fault) } : found;
}

function fault(error: Error): GraphQLError {
  if (error instanceof GraphQLError) return shortened(error);
  if (!(error instanceof RangeError)) throw error;
  // The stack ended: what recurs in an input type can be sent in any depth.
  const extensions = { code: 'BAD_USER_INPUT', http: { status: 400 } };
  return new GraphQLError('Expected variables that nest less deeply.', { extensions });
}

/** Begins and ends as it did: with the variable, and with what is wrong. */
function shortened(error: GraphQLError): GraphQLError {
  const { message, nodes } = error;
  if (message.length <= LONGEST_FAULT) return error;
  const half = LONGEST_FAULT / 2;
  return new GraphQLError(`${message.slice(0, half)} … ${message.slice(-half)}`, { nodes: nodes ?? null });
}

let documents = 0;
const keys = new WeakMap<DocumentNode, string>();

/** Not a hash: two documents of one text have nodes of their own, and what is found out about one names its nodes. */
function keyOf(document: DocumentNode): string {
  let key = keys.get(document);
  if (key === undefined) {
    documents += 1;
    key = String(documents);
    keys.set(document, key);
  }
  return key;
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

/** @param most characters of the texts held; and of those that are found without their literals. */
export function preparedOperations(schema: GraphQLSchema, most: number = MOST): PreparedOperations {
  const others = variants(schema, most);
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
      return found ?? others.find(text, operationName);
    },
    pin(operations) {
      pinned = new Map(operations.map(([text]) => [text, new Map()]));
      for (const [text, operation] of operations) pinned.get(text)?.set(operation.operationName, operation);
    },
    keep(text, operation) {
      others.keep(text, operation);
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
