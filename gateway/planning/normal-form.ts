// The form of an operation that is planned: names made safe (names.ts), and constant arguments made variables, so that
// operations that differ in their literals alone share a plan. Nodes of the client's document are never changed.
import {
  type ArgumentNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parseType,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { literalValue } from './literal-value.ts';
import { plannedName, plannedVariable } from './names.ts';

export interface NormalForm {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Text of the document: equal for operations that share a plan. */
  readonly key: string;
  /** Values of the variables that stand for literals. */
  readonly literals: Readonly<Record<string, unknown>>;
}

/**
 * @param document validated, with one operation.
 * @param shadowed names of fields that a `@requires` reads without arguments, though they take some.
 */
export function normalForm(document: DocumentNode, schema: GraphQLSchema, shadowed: ReadonlySet<string>): NormalForm {
  return new Normaliser(schema, shadowed).document(document);
}

class Normaliser {
  readonly #schema: GraphQLSchema;
  readonly #shadowed: ReadonlySet<string>;
  readonly #definitions: VariableDefinitionNode[] = [];
  readonly #literals: Record<string, unknown> = {};
  /** Equal literals are one variable: two would be in conflict where fields are merged. */
  readonly #known = new Map<string, string>();

  constructor(schema: GraphQLSchema, shadowed: ReadonlySet<string>) {
    this.#schema = schema;
    this.#shadowed = shadowed;
  }

  document(document: DocumentNode): NormalForm {
    const bodies = document.definitions.map((node): DefinitionNode => {
      if (node.kind === Kind.OPERATION_DEFINITION)
        return { ...node, selectionSet: this.#set(node.selectionSet, this.#schema.getRootType(node.operation)) };
      if (node.kind !== Kind.FRAGMENT_DEFINITION) return node;
      const type = this.#schema.getType(node.typeCondition.name.value);
      return {
        ...node,
        directives: this.#directives(node.directives),
        selectionSet: this.#set(node.selectionSet, type),
      };
    });
    const definitions = bodies.map((node) =>
      node.kind === Kind.OPERATION_DEFINITION
        ? {
            ...node,
            directives: this.#directives(node.directives),
            variableDefinitions: [...(node.variableDefinitions ?? []).map(safeVariable), ...this.#definitions],
          }
        : node,
    );
    const [operation, another] = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    if (!operation || another) throw new Error('expected one operation in what is planned, got none or several');
    const form: DocumentNode = { kind: Kind.DOCUMENT, definitions };
    return { document: form, operation, key: print(form), literals: this.#literals };
  }

  #set(set: SelectionSetNode, type: GraphQLNamedType | null | undefined): SelectionSetNode {
    return { kind: Kind.SELECTION_SET, selections: set.selections.map((each) => this.#selection(each, type)) };
  }

  #selection(node: SelectionNode, type: GraphQLNamedType | null | undefined): SelectionNode {
    const directives = this.#directives(node.directives);
    if (node.kind === Kind.FRAGMENT_SPREAD) return { ...node, directives };
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const on = node.typeCondition ? this.#schema.getType(node.typeCondition.name.value) : type;
      return { ...node, directives, selectionSet: this.#set(node.selectionSet, on) };
    }
    const name = node.name.value;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    const given = node.arguments ?? [];
    const planned = plannedName(name, node.alias?.value, given.length > 0 && this.#shadowed.has(name));
    return {
      kind: Kind.FIELD,
      name: node.name,
      ...(planned === name ? {} : { alias: { kind: Kind.NAME, value: planned } }),
      ...(given.length > 0 ? { arguments: given.map((each) => this.#argument(each, field)) } : {}),
      directives,
      ...(node.selectionSet ? { selectionSet: this.#set(node.selectionSet, field && getNamedType(field.type)) } : {}),
    };
  }

  #argument(node: ArgumentNode, field: GraphQLField<unknown, unknown> | undefined): ArgumentNode {
    const type = field?.args.find(({ name }) => name === node.name.value)?.type;
    const value = type && literalValue(node.value, type);
    if (value === undefined) return { ...node, value: safeVariables(node.value) };
    const key = `${String(type)} ${JSON.stringify(value)}`;
    let name = this.#known.get(key);
    if (name === undefined) {
      name = `__l${this.#definitions.length}`;
      this.#known.set(key, name);
      this.#literals[name] = value;
      this.#definitions.push({
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
        type: parseType(String(type), { noLocation: true }),
      });
    }
    return { ...node, value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } };
  }

  /** Literals of directives decide what is planned: they stay. */
  #directives(nodes: readonly DirectiveNode[] = []): DirectiveNode[] {
    return nodes.map((node) => safeVariables(node));
  }
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
  }) as Node;
}
