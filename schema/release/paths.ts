// Every way through the contract from a case to a field, with the field's class: what can be withheld, by path.
import { type DocumentNode, type FieldDefinitionNode, Kind, type TypeNode } from 'graphql';
import { contract } from '../build/contract.ts';
import { FIELD_CLASSES, type FieldClass } from './classes.ts';
import type { NationalAddition } from './national.ts';

export interface ReleasePath {
  /** Below the case, for example `route.origin.name`. Lists leave no mark. */
  readonly path: string;
  /** For example `Place.name`. */
  readonly coordinate: string;
  readonly fieldClass: FieldClass;
  /** A national field whose right the published SDL does not ask for: the gateway denies it to nobody. */
  readonly rightUnasked?: boolean;
}

let paths: readonly ReleasePath[] | undefined;

/**
 * All paths, each behind the path that leads to it; those of national fields last.
 * @throws Error where a field of the contract has no class.
 */
export function releasePaths(national?: NationalAddition): readonly ReleasePath[] {
  paths ??= walk('Case', '', fieldsByType(contract('case')));
  return national === undefined ? paths : [...paths, ...nationalPaths(national)];
}

function nationalPaths({ document, caseType, classes, rightsUnasked }: NationalAddition): ReleasePath[] {
  const types = new Map([...fieldsByType(contract('case')), ...fieldsByType(document)]);
  const own = (types.get(caseType) ?? []).filter(({ coordinate }) => classes.has(coordinate));
  const found = walk(caseType, '', new Map([...types, [caseType, own]]), classes);
  return found.map((each) => (rightsUnasked.has(each.coordinate) ? { ...each, rightUnasked: true } : each));
}

/** @param above types on the way: a national type may hold itself, and says nothing new then. */
function walk(
  type: string,
  prefix: string,
  types: ReadonlyMap<string, readonly Field[]>,
  national: NationalAddition['classes'] = new Map(),
  above: readonly string[] = [],
): ReleasePath[] {
  if (above.includes(type)) return [];
  return (types.get(type) ?? []).flatMap(({ coordinate, name, returns }) => {
    const path = `${prefix}${name}`;
    const fieldClass = hasClass(coordinate) ? FIELD_CLASSES[coordinate] : national.get(coordinate);
    if (fieldClass === undefined) {
      throw new Error(`expected a class for every field of the contract, got none for ${coordinate}`);
    }
    return [{ path, coordinate, fieldClass }, ...walk(returns, `${path}.`, types, national, [...above, type])];
  });
}

interface Field {
  readonly coordinate: string;
  readonly name: string;
  readonly returns: string;
}

/** A union has the fields of all its members: only the class counts here. */
function fieldsByType({ definitions }: DocumentNode): Map<string, readonly Field[]> {
  const types = new Map<string, readonly Field[]>();
  for (const node of definitions) {
    if (
      node.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      node.kind !== Kind.OBJECT_TYPE_EXTENSION &&
      node.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      continue;
    }
    const { value: type } = node.name;
    types.set(type, [...(types.get(type) ?? []), ...(node.fields ?? []).map((field) => fieldOf(type, field))]);
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

function hasClass(coordinate: string): coordinate is keyof typeof FIELD_CLASSES {
  return Object.hasOwn(FIELD_CLASSES, coordinate);
}
