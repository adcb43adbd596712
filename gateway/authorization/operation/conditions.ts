// `@skip` and `@include`, with coerced variables: defaults are in them already.
import { type DirectiveNode, Kind } from 'graphql';
import type { Variables } from '../requirements/guards.ts';

export function isIncluded(directives: readonly DirectiveNode[] | undefined, variables: Variables): boolean {
  for (const directive of directives ?? []) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const value = directive.arguments?.find((each) => each.name.value === 'if')?.value;
    const holds =
      value?.kind === Kind.VARIABLE
        ? holdsTrue(variables, value.name.value)
        : value?.kind === Kind.BOOLEAN && value.value;
    if (holds === (name === 'skip')) return false;
  }
  return true;
}

/** The answers to the conditions, one character each. */
export function conditionVector(conditions: readonly string[], variables: Variables): string {
  let vector = '';
  for (const name of conditions) vector += holdsTrue(variables, name) ? '1' : '0';
  return vector;
}

function holdsTrue(variables: Variables, name: string): boolean {
  return Object.hasOwn(variables, name) && variables[name] === true;
}
