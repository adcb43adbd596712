// Which specification a directive belongs to. A directive is known by the identity its `@link` gives it, never by its
// name: `as` and imports rename. Source: https://specs.apollo.dev/link/v1.0
import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind } from 'graphql';

export interface Link {
  /** The URL without its version. */
  readonly identity: string;
  /** For example `v0.1`. Null where the URL has none. */
  readonly version: string | null;
  readonly url: string;
  /** Prefix of what is not imported. Null where the URL gives none. */
  readonly namespace: string | null;
  /** Directives brought in, without `@`: name here to name in the specification. */
  readonly imports: ReadonlyMap<string, string>;
  readonly purpose: string | null;
}

export interface LinkedDirective {
  readonly link: Link;
  /** Name in the specification, without `@`. */
  readonly element: string;
}

export interface Links {
  readonly links: readonly Link[];
  /** Where the directive of this name in this schema comes from. Undefined: from no link. */
  resolve(name: string): LinkedDirective | undefined;
}

const LINK_IDENTITY = 'https://specs.apollo.dev/link';

/** Reads the links of a schema. Faults are added to `problems`, never passed over. */
export function readLinks(document: DocumentNode, problems: string[]): Links {
  const applied = document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  );
  const name = nameOfLink(applied);
  const links = applied
    .filter((directive) => directive.name.value === name)
    .flatMap((each) => readLink(each, problems));
  const seen = new Set<string>();
  for (const link of links) {
    if (seen.has(link.identity)) problems.push(`schema: expected ${link.identity} to be linked once, got it again`);
    seen.add(link.identity);
  }
  return { links, resolve: (directive) => resolveIn(links, directive) };
}

/** `@link` links itself, perhaps under another name. */
function nameOfLink(applied: readonly ConstDirectiveNode[]): string {
  const own = applied.find((directive) => {
    const url = text(argument(directive, 'url'));
    if (url === undefined || parseUrl(url).identity !== LINK_IDENTITY) return false;
    return directive.name.value === (text(argument(directive, 'as')) ?? 'link');
  });
  return own?.name.value ?? 'link';
}

function readLink(directive: ConstDirectiveNode, problems: string[]): Link[] {
  const url = text(argument(directive, 'url'));
  if (url === undefined) {
    problems.push('schema: expected every link to have a url, got one without');
    return [];
  }
  const parsed = parseUrl(url);
  const imports = new Map<string, string>();
  const list = argument(directive, 'import');
  if (list !== undefined && list.kind !== Kind.NULL && list.kind !== Kind.LIST) {
    problems.push(`schema: expected import of ${url} to be a list, got ${list.kind}`);
  }
  for (const value of list?.kind === Kind.LIST ? list.values : []) {
    const entry = readImport(value);
    if (!entry) problems.push(`schema: expected imports of ${url} as "@name" or {name, as}, got ${value.kind}`);
    else if (entry.element.startsWith('@')) imports.set(entry.name.slice(1), entry.element.slice(1));
  }
  const purpose = argument(directive, 'for');
  return [
    {
      ...parsed,
      url,
      namespace: text(argument(directive, 'as')) ?? parsed.name,
      imports,
      purpose: purpose?.kind === Kind.ENUM ? purpose.value : null,
    },
  ];
}

function readImport(value: ConstValueNode): { element: string; name: string } | undefined {
  if (value.kind === Kind.STRING) return { element: value.value, name: value.value };
  if (value.kind !== Kind.OBJECT) return undefined;
  const element = text(value.fields.find((field) => field.name.value === 'name')?.value);
  const as = value.fields.find((field) => field.name.value === 'as')?.value;
  const name = as === undefined ? element : text(as);
  if (element === undefined || name === undefined) return undefined;
  return element.startsWith('@') === name.startsWith('@') ? { element, name } : undefined;
}

function parseUrl(url: string): { identity: string; version: string | null; name: string | null } {
  const parts = url.split('/');
  const last = parts.at(-1) ?? '';
  const version = /^v\d+\.\d+$/.test(last) ? last : null;
  if (version !== null) parts.pop();
  const name = parts.at(-1) ?? '';
  return { identity: parts.join('/'), version, name: /^[A-Za-z_]\w*$/.test(name) ? name : null };
}

function resolveIn(links: readonly Link[], directive: string): LinkedDirective | undefined {
  for (const link of links) {
    const element = link.imports.get(directive);
    if (element !== undefined) return { link, element };
  }
  const [prefix, ...rest] = directive.split('__');
  const link = links.find((each) => each.namespace === prefix);
  if (!link) return undefined;
  if (rest.length > 0) return { link, element: rest.join('__') };
  // The directive that is called like its specification goes by the namespace alone, unless it was imported as another.
  const element = parseUrl(link.url).name ?? directive;
  return [...link.imports.values()].includes(element) ? undefined : { link, element };
}

export function argument(directive: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return directive.arguments?.find((each) => each.name.value === name)?.value;
}

function text(value: ConstValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING ? value.value : undefined;
}
