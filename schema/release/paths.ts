// Every way through the contract from a case to a field, with the field's class: what can be withheld, by path.
import { type FieldDefinitionNode, Kind, type TypeNode } from 'graphql';
import { contract } from '../build/contract.ts';
import { FIELD_CLASSES, type FieldClass, type FieldCoordinate } from './classes.ts';

export interface ReleasePath {
  /** Below the case, for example `route.origin.name`. Lists leave no mark. */
  readonly path: string;
  readonly coordinate: FieldCoordinate;
  readonly fieldClass: FieldClass;
}

let paths: readonly ReleasePath[] | undefined;

/**
 * All paths, each behind the path that leads to it.
 * @throws Error where a field of the contract has no class.
 */
export function releasePaths(): readonly ReleasePath[] {
  paths ??= walk('Case', '', fieldsByType());
  return paths;
}

function walk(type: string, prefix: string, types: ReadonlyMap<string, readonly Field[]>): ReleasePath[] {
  return (types.get(type) ?? []).flatMap(({ coordinate, name, returns }) => {
    const path = `${prefix}${name}`;
    if (!hasClass(coordinate))
      throw new Error(`expected a class for every field of the contract, got none for ${coordinate}`);
    return [{ path, coordinate, fieldClass: FIELD_CLASSES[coordinate] }, ...walk(returns, `${path}.`, types)];
  });
}

interface Field {
  readonly coordinate: string;
  readonly name: string;
  readonly returns: string;
}

/** A union has the fields of all its members: only the class counts here. */
function fieldsByType(): Map<string, readonly Field[]> {
  const types = new Map<string, readonly Field[]>();
  const { definitions } = contract('case');
  for (const node of definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    types.set(
      node.name.value,
      (node.fields ?? []).map((field) => fieldOf(node.name.value, field)),
    );
  }
  for (const node of definitions) {
    if (node.kind !== Kind.UNION_TYPE_DEFINITION) continue;
    types.set(
      node.name.value,
      (node.types ?? []).flatMap(({ name }) => types.get(name.value) ?? []),
    );
  }
  return types;
}

function fieldOf(type: string, { name, type: returns }: FieldDefinitionNode): Field {
  return { coordinate: `${type}.${name.value}`, name: name.value, returns: namedType(returns) };
}

function namedType(node: TypeNode): string {
  return node.kind === Kind.NAMED_TYPE ? node.name.value : namedType(node.type);
}

function hasClass(coordinate: string): coordinate is FieldCoordinate {
  return Object.hasOwn(FIELD_CLASSES, coordinate);
}
