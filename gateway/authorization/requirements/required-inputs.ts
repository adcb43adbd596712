// `@join__field(requires:)`: a subgraph is given other fields to compute this one, so who reads this one learns of
// those. Its requirement must imply theirs; where it does not, the schema is refused.
import { Kind, parse, type SelectionSetNode } from 'graphql';
import type { DeclaredTypes } from './declared.ts';
import { implementersOf } from './interfaces.ts';
import { implies, type Requirement, requirementKey } from './requirement.ts';

export interface Effective {
  /** Of an object, scalar or enum type. */
  type(name: string): readonly Requirement[];
  /** Of a field of an object type, its parent's and a scalar's or enum's included. */
  field(type: string, field: string): readonly Requirement[];
}

export function checkRequiredInputs(types: DeclaredTypes, effective: Effective, problems: string[]): void {
  for (const [name, type] of types) {
    for (const [field, declared] of type.fields) {
      for (const selection of declared.requires) {
        for (const object of concreteTypes(name, types)) {
          checkSelection(`${object}.${field}`, selection, object, { types, effective, problems });
        }
      }
    }
  }
}

interface Context {
  readonly types: DeclaredTypes;
  readonly effective: Effective;
  readonly problems: string[];
}

function checkSelection(coordinate: string, text: string, object: string, context: Context): void {
  const { effective, problems } = context;
  const field = coordinate.slice(coordinate.indexOf('.') + 1);
  const definition = parseSelection(text);
  if (!definition) {
    problems.push(`${coordinate}: expected requires to be a selection, got ${JSON.stringify(text)}`);
    return;
  }
  const premise = [...effective.field(object, field), ...returned(object, field, context)];
  for (const [read, requirements] of readsOf(definition, [object], context)) {
    for (const requirement of requirements) {
      if (implies(premise, requirement)) continue;
      problems.push(
        `${coordinate}: expected its requirement to imply that of ${read}, which it requires, got ${describe(premise)} against ${requirementKey(requirement)}`,
      );
    }
  }
}

/** Every coordinate that the selection reads, with what it takes to read it. */
function* readsOf(
  selection: SelectionSetNode,
  objects: readonly string[],
  context: Context,
): Generator<[string, readonly Requirement[]]> {
  for (const node of selection.selections) {
    if (node.kind === Kind.FRAGMENT_SPREAD) continue;
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const on = node.typeCondition ? concreteTypes(node.typeCondition.name.value, context.types) : objects;
      yield* readsOf(
        node.selectionSet,
        objects.filter((object) => on.includes(object)),
        context,
      );
      continue;
    }
    const field = node.name.value;
    if (field === '__typename') continue;
    for (const object of objects) {
      const declared = context.types.get(object)?.fields.get(field);
      if (!declared) {
        context.problems.push(`${object}.${field}: expected a field, as a requires reads it, got none`);
        continue;
      }
      yield [`${object}.${field}`, [...context.effective.field(object, field), ...returned(object, field, context)]];
      if (node.selectionSet) yield* readsOf(node.selectionSet, concreteTypes(declared.type, context.types), context);
    }
  }
}

/** What the returned object type demands. Of an abstract type, nothing can be implied: every possible type counts. */
function returned(object: string, field: string, { types, effective }: Context): Requirement[] {
  const type = types.get(object)?.fields.get(field)?.type ?? '';
  return concreteTypes(type, types).flatMap((each) => effective.type(each));
}

export function concreteTypes(name: string, types: DeclaredTypes): string[] {
  const type = types.get(name);
  switch (type?.kind) {
    case 'object':
      return [name];
    case 'interface':
      return implementersOf(name, types).map(([implementer]) => implementer);
    case 'union':
      return [...type.members];
    default:
      return [];
  }
}

function parseSelection(text: string): SelectionSetNode | undefined {
  try {
    const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions;
    return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
  } catch {
    return undefined;
  }
}

function describe(requirements: readonly Requirement[]): string {
  return [...new Set(requirements.map(requirementKey))].join(' and ') || 'none';
}
