// What is looked at once for an operation, whoever asks: which requirements and guards it can meet, and which variables
// switch parts of it on and off.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { labelsOf, type SchemaRequirements } from '../requirements/schema-requirements.ts';
import type { TypeSet, TypeSets } from './type-sets.ts';

/** A field with arguments that may hit a guard. */
export interface GuardedSite {
  readonly node: FieldNode;
  readonly type: string;
  /** Its place in `PreparedOperation.sites`. */
  readonly index: number;
}

export interface PreparedOperation {
  /** The operation with the fragments of its document, other operations left out. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly root: GraphQLObjectType;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Numbers of the distinct requirements that the answer can depend on, ascending. */
  readonly numbers: readonly number[];
  /** Labels of `@policy` among them, sorted: what Cedar is to decide for this request. */
  readonly labels: readonly string[];
  readonly sites: readonly GuardedSite[];
  readonly siteOf: ReadonlyMap<FieldNode, ReadonlyMap<string, GuardedSite>>;
  /** Variables of `@skip` and `@include`. */
  readonly conditions: readonly string[];
}

/**
 * @throws GraphQLError BAD_REQUEST for an alias beginning with `__`: the gateway's own aliases begin so.
 */
export function prepareOperation(
  sets: TypeSets,
  requirements: SchemaRequirements,
  document: DocumentNode,
  operationName: string | null | undefined,
): PreparedOperation {
  const operation = selectOperation(document, operationName);
  const root = sets.schema.getRootType(operation.operation);
  if (!root) throw resolutionFailure(`Expected a schema with a ${operation.operation} type.`);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const isolated = isolate(document, operation);
  const conditions = scan(isolated);
  const collector = new Collector(sets, requirements, fragments);
  collector.selections(operation.selectionSet, sets.possible(root));
  const numbers = [...collector.numbers].toSorted((a, b) => a - b);
  const labels = new Set(numbers.flatMap((number) => labelsOf(requirements.requirement(number))));
  return {
    document: isolated,
    operation,
    root,
    fragments,
    numbers,
    labels: [...labels].toSorted(),
    sites: collector.sites,
    siteOf: collector.siteOf,
    conditions,
  };
}

function selectOperation(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const named = name ? operations.filter((each) => each.name?.value === name) : operations;
  const [operation, another] = named;
  if (!operation) throw resolutionFailure('Expected an operation of the name given, got none.');
  if (another) throw resolutionFailure('Expected the name of the operation to run, as the document has several.');
  return operation;
}

function isolate(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const definitions = document.definitions.filter(
    (each) => each.kind !== Kind.OPERATION_DEFINITION || each === operation,
  );
  return definitions.length === document.definitions.length ? document : { kind: Kind.DOCUMENT, definitions };
}

function resolutionFailure(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } });
}

/** Refuses reserved aliases; returns the variables of conditions. */
function scan(document: DocumentNode): string[] {
  const conditions = new Set<string>();
  visit(document, {
    Field(node) {
      if (!node.alias?.value.startsWith('__')) return;
      throw new GraphQLError(`Expected an alias that does not begin with two underscores, got "${node.alias.value}".`, {
        nodes: node,
        extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
      });
    },
    Directive(node) {
      if (node.name.value !== 'skip' && node.name.value !== 'include') return;
      for (const each of node.arguments ?? []) {
        if (each.name.value === 'if' && each.value.kind === Kind.VARIABLE) conditions.add(each.value.name.value);
      }
    },
  });
  return [...conditions].toSorted();
}

/** Walks every selection with every set of types that it is reached with, each pair once. */
class Collector {
  readonly numbers = new Set<number>();
  readonly sites: GuardedSite[] = [];
  readonly siteOf = new Map<FieldNode, Map<string, GuardedSite>>();
  readonly #sets: TypeSets;
  readonly #requirements: SchemaRequirements;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #visited = new Map<SelectionSetNode, Set<number>>();

  constructor(
    sets: TypeSets,
    requirements: SchemaRequirements,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {
    this.#sets = sets;
    this.#requirements = requirements;
    this.#fragments = fragments;
  }

  selections(node: SelectionSetNode, here: TypeSet): void {
    const visited = this.#visited.get(node) ?? new Set();
    this.#visited.set(node, visited);
    if (here.types.length === 0 || visited.has(here.id)) return;
    visited.add(here.id);
    for (const selection of node.selections) {
      if (selection.kind === Kind.FIELD) this.#field(selection, here);
      else {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
        if (fragment) {
          this.selections(fragment.selectionSet, this.#sets.narrow(here, fragment.typeCondition?.name.value));
        }
      }
    }
  }

  #field(node: FieldNode, here: TypeSet): void {
    const field = node.name.value;
    if (field.startsWith('__')) return;
    const { numbers, returned, returnedNumbers } = this.#sets.field(here, field);
    this.#add(numbers);
    if (node.arguments?.length) for (const type of here.types) this.#guards(node, type.name);
    if (!node.selectionSet) return;
    this.#add(returnedNumbers);
    this.selections(node.selectionSet, returned);
  }

  #guards(node: FieldNode, type: string): void {
    const possible = this.#requirements.guards.possible(type, node.name.value, node.arguments ?? []);
    if (possible.size === 0) return;
    for (const coordinate of possible) this.#add(this.#requirements.guardNumbers(coordinate));
    const byType = this.siteOf.get(node) ?? new Map<string, GuardedSite>();
    this.siteOf.set(node, byType);
    if (byType.has(type)) return;
    const site = { node, type, index: this.sites.length };
    this.sites.push(site);
    byType.set(type, site);
  }

  #add(numbers: readonly number[]): void {
    for (const number of numbers) this.numbers.add(number);
  }
}
