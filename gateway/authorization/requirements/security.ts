// The four specifications that carry rights, and what a directive application says in their terms. What looks like one
// of them and is not exactly it is a fault: passing it over would leave open what somebody meant to close.
import { type ConstDirectiveNode, type ConstValueNode, Kind } from 'graphql';
import { argument, type Links } from './links.ts';
import { canonical, type Requirement } from './requirement.ts';

const APOLLO = 'https://specs.apollo.dev';

/** Identity of `@guards(coordinate: "Type.field")`; a name only, nothing is fetched from it. */
export const GUARDS_IDENTITY = 'https://specs.campaign-gateway.example/guards';

const SPECIFICATIONS: Readonly<Record<string, 'authenticated' | 'requiresScopes' | 'policy' | 'guards'>> = {
  [`${APOLLO}/authenticated`]: 'authenticated',
  [`${APOLLO}/requiresScopes`]: 'requiresScopes',
  [`${APOLLO}/policy`]: 'policy',
  [GUARDS_IDENTITY]: 'guards',
};
const NAMES: readonly string[] = Object.values(SPECIFICATIONS);
const VERSION = 'v0.1';

/** Security features beside those above that need nothing from this module. */
const HANDLED_ELSEWHERE: readonly string[] = [`${APOLLO}/inaccessible`];

export type Rule =
  | { readonly rule: 'requirement'; readonly requirement: Requirement }
  | { readonly rule: 'guard'; readonly coordinate: string };

/** Faults in how the schema links the specifications: foreign versions, near misses, security features unknown here. */
export function checkLinks(links: Links, problems: string[]): void {
  for (const link of links.links) {
    if (Object.hasOwn(SPECIFICATIONS, link.identity)) {
      if (link.version !== VERSION) problems.push(`schema: expected ${link.identity}/${VERSION}, got ${link.url}`);
    } else if (/specs\.apollo\.dev.*\/(authenticated|requiresScopes|policy)([/?#]|$)/i.test(link.url)) {
      problems.push(`schema: expected ${APOLLO}/<name>/${VERSION} for a security feature, got ${link.url}`);
    } else if (link.purpose === 'SECURITY' && !HANDLED_ELSEWHERE.includes(link.identity)) {
      problems.push(`schema: expected only security features that are enforced here, got ${link.url}`);
    }
  }
}

/** What this application demands. Undefined: it has nothing to do with rights, or a fault was added to `problems`. */
export function readRule(
  directive: ConstDirectiveNode,
  coordinate: string,
  links: Links,
  problems: string[],
): Rule | undefined {
  const name = directive.name.value;
  const linked = links.resolve(name);
  if (!linked) {
    if (NAMES.includes(name)) problems.push(`${coordinate}: expected @${name} to be linked, got it without a link`);
    return undefined;
  }
  const specification = Object.hasOwn(SPECIFICATIONS, linked.link.identity)
    ? SPECIFICATIONS[linked.link.identity]
    : undefined;
  if (specification === undefined) {
    if (linked.link.identity === `${APOLLO}/federation` && NAMES.includes(linked.element)) {
      problems.push(`${coordinate}: expected a composed schema, got @${name} of a subgraph's ${linked.link.url}`);
    }
    return undefined;
  }
  if (linked.element !== specification) {
    problems.push(`${coordinate}: expected ${linked.link.url} to define @${specification} only, got @${name}`);
    return undefined;
  }
  try {
    return parseRule(specification, directive);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    problems.push(`${coordinate}: @${name}: ${error.message}`);
    return undefined;
  }
}

function parseRule(specification: (typeof SPECIFICATIONS)[string], directive: ConstDirectiveNode): Rule {
  switch (specification) {
    case 'authenticated':
      only(directive, undefined);
      return { rule: 'requirement', requirement: { kind: 'authenticated' } };
    case 'requiresScopes':
      return { rule: 'requirement', requirement: { kind: 'scopes', anyOf: anyOf(only(directive, 'scopes')) } };
    case 'policy':
      return { rule: 'requirement', requirement: { kind: 'policy', anyOf: anyOf(only(directive, 'policies')) } };
    default:
      return { rule: 'guard', coordinate: coordinateOf(only(directive, 'coordinate')) };
  }
}

/** The value of the one argument that the directive takes. */
function only(directive: ConstDirectiveNode, name: string | undefined): ConstValueNode | undefined {
  const got = (directive.arguments ?? []).map((each) => each.name.value);
  const expected = name === undefined ? [] : [name];
  if (got.join() !== expected.join()) {
    throw new SyntaxError(
      `expected ${name ? `the argument ${name} alone` : 'no argument'}, got ${got.join(', ') || 'none'}`,
    );
  }
  return name === undefined ? undefined : argument(directive, name);
}

function anyOf(value: ConstValueNode | undefined) {
  return canonical(listOf(value, 'a list of lists').map((inner) => listOf(inner, 'a list of names').map(label)));
}

function listOf(value: ConstValueNode | undefined, what: string): readonly ConstValueNode[] {
  if (value?.kind !== Kind.LIST) throw new SyntaxError(`expected ${what}, got ${value?.kind ?? 'nothing'}`);
  if (value.values.length === 0) throw new SyntaxError(`expected ${what} that is not empty, got []`);
  return value.values;
}

function label(value: ConstValueNode): string {
  if (value.kind !== Kind.STRING) throw new SyntaxError(`expected a name in quotes, got ${value.kind}`);
  if (value.value.trim() === '') throw new SyntaxError(`expected a name, got ${JSON.stringify(value.value)}`);
  return value.value;
}

function coordinateOf(value: ConstValueNode | undefined): string {
  if (value?.kind !== Kind.STRING || !/^[A-Za-z_]\w*\.[A-Za-z_]\w*$/.test(value.value)) {
    throw new SyntaxError(`expected "Type.field", got ${value?.kind === Kind.STRING ? value.value : value?.kind}`);
  }
  return value.value;
}
