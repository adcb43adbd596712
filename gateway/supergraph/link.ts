// The features that a document links (https://specs.apollo.dev/link/v1.0), and what their elements are called in it.
import { type DirectiveNode, type DocumentNode, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';

export interface Link {
  /** `https://specs.apollo.dev/federation`. */
  readonly identity: string;
  /** `v2.12`; empty where the URL has none. */
  readonly version: string;
  /** Prefix of elements that are not imported. */
  readonly namespace: string;
  /** Name in the document by name in the feature; directives with `@`. */
  readonly imports: ReadonlyMap<string, string>;
  readonly arguments: ReadonlyMap<string, ValueNode>;
}

/** Every application of `@link` to the schema, in its definition or an extension. */
export function linksOf(document: DocumentNode): Link[] {
  return document.definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap((node) => node.directives ?? [])
    .filter((directive) => directive.arguments?.some((argument) => argument.name.value === 'url'))
    .map(readLink);
}

function readLink(directive: DirectiveNode): Link {
  const given = new Map(directive.arguments?.map((argument) => [argument.name.value, argument.value]));
  const url = text(given.get('url')) ?? '';
  const parts = url.replace(/\/+$/, '').split('/');
  const last = parts.at(-1) ?? '';
  const versioned = /^v\d+\.\d+$/.test(last);
  const identity = (versioned ? parts.slice(0, -1) : parts).join('/');
  const name = identity.split('/').at(-1) ?? '';
  return {
    identity,
    version: versioned ? last : '',
    namespace: text(given.get('as')) ?? name,
    imports: new Map(importsOf(given.get('import'))),
    arguments: given,
  };
}

function* importsOf(value: ValueNode | undefined): Generator<[string, string]> {
  if (value?.kind !== Kind.LIST) return;
  for (const each of value.values) {
    const read: unknown = valueFromASTUntyped(each);
    if (typeof read === 'string') yield [read, read];
    else if (typeof read === 'object' && read !== null && 'name' in read && typeof read.name === 'string')
      yield [read.name, 'as' in read && typeof read.as === 'string' ? read.as : read.name];
  }
}

/**
 * What an element of a linked feature is called in the document.
 * @param element `@name` for a directive, `Name` for a type.
 */
export function nameInDocument(link: Link, element: string): string {
  const imported = link.imports.get(element);
  if (imported !== undefined) return imported;
  const feature = link.identity.split('/').at(-1);
  if (element === `@${feature}`) return `@${link.namespace}`;
  return element.startsWith('@') ? `@${link.namespace}__${element.slice(1)}` : `${link.namespace}__${element}`;
}

function text(value: ValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING ? value.value : undefined;
}
