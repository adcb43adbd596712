// Exactly one `@link`: federation, in a known version, under its own name, with the contract's imports and no renaming.
// Without it composition would take the SDL for Federation 1 and share its types with everyone.
import { Kind } from 'graphql';
import { linksOf } from '../../link.ts';
import type { Rule } from '../published.ts';

const FEDERATION = 'https://specs.apollo.dev/federation';
/** 2.6 brought @policy; 2.12 is the newest that the gateway composes. */
const OLDEST = 6;
const NEWEST = 12;
const IMPORTS = new Set(['@key', '@shareable', '@inaccessible', '@authenticated', '@requiresScopes', '@policy']);
const ARGUMENTS = new Set(['url', 'import']);

export const federationLink: Rule = ({ subgraph, document }) => {
  const refuse = (expected: string, got: string) => ({
    rule: 'federation-link',
    subgraph,
    coordinate: '@link',
    expected,
    got,
  });
  const applied = document.definitions
    .flatMap(
      (node) =>
        (node.kind === Kind.SCHEMA_EXTENSION || node.kind === Kind.SCHEMA_DEFINITION ? node.directives : []) ?? [],
    )
    .filter((directive) => directive.name.value === 'link');
  const [link, ...others] = linksOf(document);
  if (!link || others.length > 0 || applied.length !== 1)
    return [refuse('one link, to federation', `${applied.length}`)];
  const minor = Number(/^v2\.(\d{1,3})$/.exec(link.version)?.[1] ?? Number.NaN);
  const refusals = [];
  if (link.identity !== FEDERATION || !(minor >= OLDEST && minor <= NEWEST))
    refusals.push(refuse(`${FEDERATION}/v2.${OLDEST} to v2.${NEWEST}`, `${link.identity}/${link.version}`));
  for (const name of link.arguments.keys())
    if (!ARGUMENTS.has(name)) refusals.push(refuse('url and import only', `${name}:`));
  for (const [name, as] of link.imports) {
    if (!IMPORTS.has(name)) refusals.push(refuse(`imports among ${[...IMPORTS].join(' ')}`, name));
    else if (as !== name) refusals.push(refuse(`${name} under its own name`, as));
  }
  return refusals;
};
