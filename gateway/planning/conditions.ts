// `@skip` and `@include`, decided before anything is planned: a plan is for one choice of what is included. The planner
// puts what is included only sometimes into one fetch with what always is, and the fetch then lacks what it requires.
import { type DirectiveNode, type DocumentNode, Kind, valueFromASTUntyped, visit } from 'graphql';

/** The values of the variables that decide conditions. */
export type Conditions = ReadonlyMap<string, boolean>;

/** Names of those variables, each with its default. */
export function conditionVariables(document: DocumentNode): ReadonlyMap<string, unknown> {
  const names = new Map<string, unknown>();
  const defaults = new Map<string, unknown>();
  visit(document, {
    VariableDefinition({ variable, defaultValue }) {
      if (defaultValue) defaults.set(variable.name.value, valueFromASTUntyped(defaultValue));
      return false;
    },
    Directive(node) {
      const value = isCondition(node) ? node.arguments?.find(({ name }) => name.value === 'if')?.value : undefined;
      if (value?.kind === Kind.VARIABLE) names.set(value.name.value, undefined);
    },
  });
  for (const name of names.keys()) names.set(name, defaults.get(name));
  return names;
}

/** @param defaults as `conditionVariables` found them. */
export function decided(
  defaults: ReadonlyMap<string, unknown>,
  variables: Readonly<Record<string, unknown>>,
): Conditions {
  const value = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  return new Map([...defaults].map(([name, fallback]) => [name, (value(name) ?? fallback) === true]));
}

export function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

export function isIncluded(directives: readonly DirectiveNode[] | undefined, conditions: Conditions): boolean {
  return (directives ?? []).filter(isCondition).every(({ name, arguments: given }) => {
    const value = given?.find((each) => each.name.value === 'if')?.value;
    const holds =
      value?.kind === Kind.VARIABLE ? conditions.get(value.name.value) : value?.kind === Kind.BOOLEAN && value.value;
    return (holds === true) === (name.value === 'include');
  });
}
