// The form of an operation that is planned: names made safe (names.ts), conditions decided (conditions.ts), and constant
// arguments made variables, so that operations that differ in their literals alone share a plan. Nodes of the client's document are never changed.
import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parseType,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { type Conditions, isCondition, isIncluded } from './conditions.ts';
import { fragmentsOf } from './fragments.ts';
import { literalValue, type OtherLiterals, replaceConstants } from './literal-value.ts';
import { type Naming, NOTHING, PlannedNames, plannedVariable } from './names.ts';

type MaybeType = GraphQLNamedType | null | undefined;

export interface NormalForm {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Text of the document: equal for operations that share a plan. */
  readonly key: string;
  /** Values of the variables that stand for literals. */
  readonly literals: Readonly<Record<string, unknown>>;
  /** The same for an operation that differs in these literals alone; all of them can be values, and equal ones are equal. */
  literalsWith(others: OtherLiterals): Readonly<Record<string, unknown>>;
}

/** An argument, or a part of one, that became a variable. */
interface Constant {
  readonly node: ValueNode;
  readonly type: GraphQLInputType;
}

/** @param document validated, with one operation. */
export function normalForm(
  document: DocumentNode,
  schema: GraphQLSchema,
  naming: Naming,
  conditions: Conditions,
): NormalForm {
  return new Normaliser(document, schema, naming, conditions).form();
}

class Normaliser {
  readonly #document: DocumentNode;
  readonly #schema: GraphQLSchema;
  readonly #conditions: Conditions;
  readonly #sources: ReadonlyMap<string, FragmentDefinitionNode>;
  /** A mutation: its fields are done one after the other, in their order. The planner puts fragments before fields. */
  #isSerial = false;
  /** Those that are spread; null for one with nothing in it. */
  readonly #fragments = new Map<string, FragmentDefinitionNode | null>();
  readonly #names: PlannedNames;
  readonly #definitions: VariableDefinitionNode[] = [];
  readonly #constants = new Map<string, Constant>();
  /** Equal literals are one variable: two would be in conflict where fields are merged. */
  readonly #known = new Map<string, string>();

  constructor(document: DocumentNode, schema: GraphQLSchema, naming: Naming, conditions: Conditions) {
    this.#document = document;
    this.#schema = schema;
    this.#names = new PlannedNames(naming);
    this.#conditions = conditions;
    this.#sources = fragmentsOf(document);
  }

  form(): NormalForm {
    const [source, another] = this.#document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    if (!source || another) throw new Error('expected one operation in what is planned, got none or several');
    this.#isSerial = source.operation === OperationTypeNode.MUTATION;
    const root = this.#schema.getRootType(source.operation);
    const selectionSet = this.#filled(this.#isSerial ? this.#flat(source.selectionSet) : source.selectionSet, root);
    const operation: OperationDefinitionNode = {
      ...source,
      directives: this.#directives(source.directives),
      variableDefinitions: [...(source.variableDefinitions ?? []).map(safeVariable), ...this.#definitions],
      selectionSet,
    };
    const fragments = [...this.#fragments.values()].filter((each) => each !== null);
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
    const constants = this.#constants;
    return {
      document,
      operation,
      key: print(document),
      literals: valuesOf(constants),
      literalsWith: (others) => valuesOf(constants, others),
    };
  }

  /** The fields of a root, of its fragments too, in the order in which they are executed. */
  #flat(set: SelectionSetNode): SelectionSetNode {
    const selections = set.selections.flatMap((node): readonly SelectionNode[] => {
      if (node.kind === Kind.FIELD) return [node];
      if (!isIncluded(node.directives, this.#conditions)) return [];
      const inner = node.kind === Kind.INLINE_FRAGMENT ? node : this.#sources.get(node.name.value);
      return inner ? this.#flat(inner.selectionSet).selections : [];
    });
    return { kind: Kind.SELECTION_SET, selections };
  }

  #filled(set: SelectionSetNode, type: MaybeType): SelectionSetNode {
    const selections = this.#selections(set, type);
    // Where fragments alone stand, a subgraph may know none of their types: the planner would leave the field out, and
    // its objects would be null instead of empty.
    const isBare = isAbstractType(type) && selections.every(({ kind }) => kind !== Kind.FIELD);
    return {
      kind: Kind.SELECTION_SET,
      selections: isBare || selections.length === 0 ? [EMPTY, ...selections] : selections,
    };
  }

  #selections(set: SelectionSetNode, type: MaybeType): SelectionNode[] {
    return set.selections.flatMap((node) => {
      if (!isIncluded(node.directives, this.#conditions)) return [];
      const made = this.#selection(node, type);
      return made ? [made] : [];
    });
  }

  #selection(node: SelectionNode, type: MaybeType): SelectionNode | undefined {
    const directives = this.#directives(node.directives);
    if (node.kind === Kind.FIELD) return this.#field(node, type, directives);
    if (node.kind === Kind.FRAGMENT_SPREAD && this.#isSerial) {
      const source = this.#sources.get(node.name.value);
      return source && this.#selection({ ...source, kind: Kind.INLINE_FRAGMENT, directives: [] }, type);
    }
    if (node.kind === Kind.FRAGMENT_SPREAD)
      return this.#fragment(node.name.value) ? { ...node, directives } : undefined;
    const on = node.typeCondition ? this.#schema.getType(node.typeCondition.name.value) : type;
    const selections = this.#selections(node.selectionSet, on);
    if (selections.length === 0) return undefined;
    return { ...node, directives, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  }

  #fragment(name: string): FragmentDefinitionNode | null {
    const known = this.#fragments.get(name);
    if (known !== undefined) return known;
    const source = this.#sources.get(name);
    const selections = source
      ? this.#selections(source.selectionSet, this.#schema.getType(source.typeCondition.name.value))
      : [];
    const made =
      source && selections.length > 0
        ? { ...source, selectionSet: { kind: Kind.SELECTION_SET as const, selections } }
        : null;
    this.#fragments.set(name, made);
    return made;
  }

  #field(node: FieldNode, type: MaybeType, directives: readonly DirectiveNode[]): FieldNode {
    const name = node.name.value;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    const given = node.arguments?.map((each) => this.#argument(each, field)) ?? [];
    const meant = given.map(print).toSorted().join(', ');
    const planned = this.#names.of(type?.name, name, node.alias?.value, meant);
    return {
      kind: Kind.FIELD,
      name: node.name,
      ...(planned === name ? {} : { alias: { kind: Kind.NAME, value: planned } }),
      ...(given.length > 0 ? { arguments: given } : {}),
      directives,
      ...(node.selectionSet
        ? { selectionSet: this.#filled(node.selectionSet, field && getNamedType(field.type)) }
        : {}),
    };
  }

  #argument(node: ArgumentNode, field: GraphQLField<unknown, unknown> | undefined): ArgumentNode {
    const type = field?.args.find(({ name }) => name === node.name.value)?.type;
    const value = type ? replaceConstants(node.value, type, (each, of) => this.#constant(each, of)) : node.value;
    return { ...node, value: safeVariables(value) };
  }

  #constant(node: ValueNode, type: GraphQLInputType): ValueNode {
    // As it is written: `1` and `"1"` may be one value of a type, and become two in a text that differs in its literals.
    const key = `${String(type)} ${print(node)}`;
    let name = this.#known.get(key);
    if (name === undefined) {
      name = `__l${this.#definitions.length}`;
      this.#known.set(key, name);
      this.#constants.set(name, { node, type });
      this.#definitions.push({
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
        type: parseType(String(type), { noLocation: true }),
      });
    }
    return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } };
  }

  #directives(nodes: readonly DirectiveNode[] | undefined): readonly DirectiveNode[] {
    if (!nodes?.length) return [];
    return nodes.filter((node) => !isCondition(node)).map((node) => safeVariables(node));
  }
}

const EMPTY: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: NOTHING },
  name: { kind: Kind.NAME, value: '__typename' },
};

function valuesOf(constants: ReadonlyMap<string, Constant>, others?: OtherLiterals): Record<string, unknown> {
  return Object.fromEntries([...constants].map(([name, { node, type }]) => [name, literalValue(node, type, others)]));
}

function safeVariable(node: VariableDefinitionNode): VariableDefinitionNode {
  const name = node.variable.name.value;
  return { ...node, variable: { ...node.variable, name: { kind: Kind.NAME, value: plannedVariable(name) } } };
}

function safeVariables<Node extends ValueNode | DirectiveNode>(node: Node): Node {
  return visit(node, {
    Variable: ({ name }) => {
      const planned = plannedVariable(name.value);
      if (planned === name.value) return undefined;
      return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: planned } };
    },
  });
}
