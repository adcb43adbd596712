// The types that a document declares, each definition merged with its extensions: an extension hides nothing.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type NamedTypeNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';

export type TypeKind = 'object' | 'interface' | 'union' | 'enum' | 'input' | 'scalar';

export interface DeclaredType {
  readonly name: string;
  /** More than one where definition and extensions disagree. */
  readonly kinds: ReadonlySet<TypeKind>;
  readonly nodes: readonly (TypeDefinitionNode | TypeExtensionNode)[];
  readonly directives: readonly ConstDirectiveNode[];
  readonly interfaces: readonly NamedTypeNode[];
  readonly fields: readonly FieldDefinitionNode[];
  readonly inputs: readonly InputValueDefinitionNode[];
  readonly values: readonly EnumValueDefinitionNode[];
  readonly members: readonly NamedTypeNode[];
}

type Mutable = {
  -readonly [Key in keyof DeclaredType]: DeclaredType[Key] extends readonly (infer Item)[] ? Item[] : DeclaredType[Key];
};

export function declaredTypes(...documents: readonly DocumentNode[]): ReadonlyMap<string, DeclaredType> {
  const types = new Map<string, Mutable>();
  for (const node of documents.flatMap((document) => document.definitions)) {
    if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) continue;
    const name = node.name.value;
    const type = types.get(name) ?? empty(name);
    types.set(name, type);
    add(type, node);
  }
  return types;
}

function empty(name: string): Mutable {
  return {
    name,
    kinds: new Set(),
    nodes: [],
    directives: [],
    interfaces: [],
    fields: [],
    inputs: [],
    values: [],
    members: [],
  };
}

function add(type: Mutable, node: TypeDefinitionNode | TypeExtensionNode): void {
  type.kinds = new Set([...type.kinds, kindOf(node)]);
  type.nodes.push(node);
  type.directives.push(...(node.directives ?? []));
  if ('interfaces' in node) type.interfaces.push(...(node.interfaces ?? []));
  if ('values' in node) type.values.push(...(node.values ?? []));
  if ('types' in node) type.members.push(...(node.types ?? []));
  if (!('fields' in node)) return;
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION)
    type.inputs.push(...(node.fields ?? []));
  else type.fields.push(...(node.fields ?? []));
}

function kindOf(node: TypeDefinitionNode | TypeExtensionNode): TypeKind {
  const kind = node.kind.replace(/Type(Definition|Extension)$/, '');
  if (kind === 'InputObject') return 'input';
  return kind.toLowerCase() as TypeKind;
}
