// Arguments, input fields and enum values that would reveal a hidden field: who filters, sorts or groups by a field
// reads it. `@guards(coordinate: "Type.field")` says which. This module tells which guards an operation's arguments hit.
import { type ArgumentNode, Kind, type ValueNode } from 'graphql';
import type { DeclaredInput, DeclaredTypes } from './declared.ts';
import { implementersOf } from './interfaces.ts';

export type Variables = Readonly<Record<string, unknown>>;

export class Guards {
  readonly #types: DeclaredTypes;
  /** By object type and field ("Type.field"): arguments with the guards of the interfaces' arguments added. */
  readonly #arguments = new Map<string, ReadonlyMap<string, DeclaredInput>>();
  /** Input types and enums that hold a guard, however deep. */
  readonly #guarded: ReadonlySet<string>;

  constructor(types: DeclaredTypes) {
    this.#types = types;
    this.#guarded = guardedTypes(types);
    for (const [name, type] of types) {
      if (type.kind !== 'object') continue;
      for (const [field, declared] of type.fields) {
        if (declared.arguments.size > 0) this.#arguments.set(`${name}.${field}`, this.#withInterfaces(name, field));
      }
    }
  }

  /** Every coordinate that the arguments could hit, whatever the variables hold. */
  possible(type: string, field: string, nodes: readonly ArgumentNode[]): Set<string> {
    return this.#collect(type, field, nodes, undefined);
  }

  /** The coordinates that the arguments do hit. `variables` are coerced; one that is not there gives nothing. */
  present(type: string, field: string, nodes: readonly ArgumentNode[], variables: Variables): Set<string> {
    return this.#collect(type, field, nodes, variables);
  }

  /** Faults of the guards themselves: what they name, and defaults, which would reveal to everyone. */
  check(problems: string[]): void {
    for (const [name, type] of this.#types) {
      for (const [field, input] of type.inputs) this.#checkInput(`${name}.${field}`, input, problems);
      for (const [value, guards] of type.values) this.#checkNames(`${name}.${value}`, guards, problems);
      for (const [field, declared] of type.fields) {
        for (const [argument, input] of declared.arguments) {
          this.#checkInput(`${name}.${field}(${argument}:)`, input, problems);
        }
      }
    }
  }

  #checkInput(coordinate: string, input: DeclaredInput, problems: string[]): void {
    this.#checkNames(coordinate, input.guards, problems);
    if (input.defaultValue === undefined) return;
    const found = new Set(input.guards);
    this.#literal(input.type, input.defaultValue, {}, found);
    if (found.size > 0) {
      problems.push(
        `${coordinate}: expected no default value that uses what is guarded, got one (${[...found].join(', ')})`,
      );
    }
  }

  #checkNames(coordinate: string, guards: readonly string[], problems: string[]): void {
    for (const guard of guards) {
      const [type = '', field = ''] = guard.split('.');
      if (!this.#types.get(type)?.fields.has(field)) {
        problems.push(`${coordinate}: expected @guards to name a field of the schema, got ${guard}`);
      }
    }
  }

  #withInterfaces(name: string, field: string): Map<string, DeclaredInput> {
    const type = this.#types.get(name);
    const merged = new Map(type?.fields.get(field)?.arguments);
    for (const each of type?.interfaces ?? []) {
      for (const [argument, input] of this.#types.get(each)?.fields.get(field)?.arguments ?? []) {
        const own = merged.get(argument) ?? input;
        merged.set(argument, { ...own, guards: [...new Set([...own.guards, ...input.guards])] });
      }
    }
    return merged;
  }

  #collect(type: string, field: string, nodes: readonly ArgumentNode[], variables: Variables | undefined): Set<string> {
    const found = new Set<string>();
    const declared = this.#arguments.get(`${type}.${field}`);
    for (const node of nodes) {
      const input = declared?.get(node.name.value);
      if (input) this.#given(input, node.value, variables, found);
    }
    return found;
  }

  /** A value in the place of `input`; an explicit null is a value, a variable that was not given is none. */
  #given(input: DeclaredInput, value: ValueNode, variables: Variables | undefined, found: Set<string>): void {
    if (variables && value.kind === Kind.VARIABLE && !Object.hasOwn(variables, value.name.value)) return;
    for (const guard of input.guards) found.add(guard);
    this.#literal(input.type, value, variables, found);
  }

  #literal(type: string, value: ValueNode, variables: Variables | undefined, found: Set<string>): void {
    if (!this.#guarded.has(type)) return;
    switch (value.kind) {
      case Kind.VARIABLE:
        if (!variables) this.#everything(type, found, new Set());
        else if (Object.hasOwn(variables, value.name.value)) this.#value(type, variables[value.name.value], found);
        return;
      case Kind.LIST:
        for (const item of value.values) this.#literal(type, item, variables, found);
        return;
      case Kind.OBJECT:
        for (const field of value.fields) {
          const input = this.#types.get(type)?.inputs.get(field.name.value);
          if (input) this.#given(input, field.value, variables, found);
        }
        return;
      case Kind.ENUM:
        for (const guard of this.#types.get(type)?.values.get(value.value) ?? []) found.add(guard);
    }
  }

  #value(type: string, value: unknown, found: Set<string>): void {
    if (!this.#guarded.has(type)) return;
    if (typeof value === 'string') {
      for (const guard of this.#types.get(type)?.values.get(value) ?? []) found.add(guard);
    } else if (Array.isArray(value)) {
      for (const item of value) this.#value(type, item, found);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        const input = this.#types.get(type)?.inputs.get(name);
        if (!input) continue;
        for (const guard of input.guards) found.add(guard);
        this.#value(input.type, inner, found);
      }
    }
  }

  #everything(type: string, found: Set<string>, seen: Set<string>): void {
    if (seen.has(type)) return;
    seen.add(type);
    for (const guards of this.#types.get(type)?.values.values() ?? []) for (const guard of guards) found.add(guard);
    for (const input of this.#types.get(type)?.inputs.values() ?? []) {
      for (const guard of input.guards) found.add(guard);
      this.#everything(input.type, found, seen);
    }
  }
}

/** Concrete fields that a guard's coordinate stands for: of an interface, those of every implementer. */
export function guardedFields(coordinate: string, types: DeclaredTypes): [type: string, field: string][] {
  const [name = '', field = ''] = coordinate.split('.');
  if (types.get(name)?.kind !== 'interface') return [[name, field]];
  return implementersOf(name, types).map(([implementer]) => [implementer, field]);
}

function guardedTypes(types: DeclaredTypes): Set<string> {
  const guarded = new Set<string>();
  for (let before = -1; before < guarded.size; ) {
    before = guarded.size;
    for (const [name, type] of types) {
      const holds =
        [...type.values.values()].some((guards) => guards.length > 0) ||
        [...type.inputs.values()].some((input) => input.guards.length > 0 || guarded.has(input.type));
      if (holds) guarded.add(name);
    }
  }
  return guarded;
}
