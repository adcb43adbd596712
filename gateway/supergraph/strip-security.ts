// Takes the security features out of a composed supergraph: `@apollo/gateway` refuses to start with them, and clients
// need not see guards.
// They are found by link identity, never by name; what stays says nothing of rights, so keep the unstripped SDL.
import { type DefinitionNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { GUARDS_IDENTITY } from '../authorization/index.ts';
import { type Link, linksOf, nameInDocument } from './link.ts';

/** By identity, the elements that each feature defines. */
const SECURITY: Readonly<Record<string, readonly string[]>> = {
  'https://specs.apollo.dev/authenticated': ['@authenticated'],
  'https://specs.apollo.dev/requiresScopes': ['@requiresScopes', 'Scope'],
  'https://specs.apollo.dev/policy': ['@policy', 'Policy'],
  [GUARDS_IDENTITY]: ['@guards'],
};
const VERSION = 'v0.1';

export interface Stripped {
  readonly sdl: string;
  /** How many times a security directive or a guard stood anywhere. */
  readonly applications: number;
}

/** @throws Error where a security feature is linked in a version that is not known. */
export function stripSecurity(supergraphSdl: string): Stripped {
  const document = parse(supergraphSdl, { noLocation: true });
  const links = linksOf(document).filter((link) => Object.hasOwn(SECURITY, link.identity));
  for (const { identity, version } of links) {
    if (version !== VERSION) throw new Error(`expected ${identity}/${VERSION}, got ${identity}/${version || '(none)'}`);
  }
  const names = new Set(links.flatMap((link) => (SECURITY[link.identity] ?? []).map((e) => nameInDocument(link, e))));
  const spaces = links.map((link) => `${link.namespace}__`);
  let applications = 0;
  const without: DocumentNode = {
    ...document,
    definitions: document.definitions
      .filter((node) => !defines(node, names, spaces))
      .map((node) => (isSchema(node) ? { ...node, directives: withoutLinks(node.directives ?? [], links) } : node)),
  };
  const stripped = visit(without, {
    Directive(node) {
      if (!names.has(`@${node.name.value}`)) return undefined;
      applications += 1;
      return null;
    },
  });
  return { sdl: print(stripped), applications };
}

function isSchema(node: DefinitionNode) {
  return node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION;
}

function defines(node: DefinitionNode, names: ReadonlySet<string>, spaces: readonly string[]): boolean {
  if (!('name' in node) || node.name === undefined) return false;
  const name = node.name.value;
  if (spaces.some((space) => name.startsWith(space))) return true;
  return names.has(node.kind === Kind.DIRECTIVE_DEFINITION ? `@${name}` : name);
}

type Directives = NonNullable<Extract<DefinitionNode, { kind: Kind.SCHEMA_DEFINITION }>['directives']>;

function withoutLinks(directives: Directives, links: readonly Link[]): Directives {
  const gone = new Set(links.map((link) => link.arguments.get('url')));
  return directives.filter((each) => !each.arguments?.some((a) => a.name.value === 'url' && gone.has(a.value)));
}
