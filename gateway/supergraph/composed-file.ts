// A supergraph composed elsewhere, taken as it is: no roster, so nobody's ownership is checked.
import { type DirectiveNode, Kind, parse } from 'graphql';
import { readRequirements } from '../authorization/index.ts';
import { type ComposedSupergraph, NOWHERE, type SubgraphRoute } from './compose.ts';
import { linksOf, nameInDocument } from './link.ts';
import type { TlsTo } from './read-sources.ts';
import { routingUrlFault } from './routing-url.ts';
import { stripSecurity } from './strip-security.ts';

const JOIN = 'https://specs.apollo.dev/join';

/**
 * @throws RequirementsError where the text is no SDL, or its rights are not understood whole; Error where it is no
 * supergraph, or names a routing URL that may not be called.
 */
export function takeComposed(sdl: string, tlsTo: TlsTo): ComposedSupergraph {
  readRequirements(sdl);
  const { sdl: stripped, applications } = stripSecurity(sdl);
  const routes = composedRoutes(sdl);
  for (const { name, url } of routes) {
    const fault = url === undefined ? undefined : routingUrlFault(url, tlsTo(name));
    if (fault !== undefined) throw new Error(`${name}: ${fault}`);
  }
  return { sdl, stripped, rights: applications, routes, refusals: [] };
}

/** @throws Error where the text is no supergraph. */
export function composedRoutes(sdl: string): SubgraphRoute[] {
  const document = parse(sdl, { noLocation: true });
  const link = linksOf(document).find(({ identity }) => identity === JOIN);
  if (!link) throw new Error(`expected a supergraph that links ${JOIN}, got one without`);
  const graphs = document.definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === nameInDocument(link, 'Graph'),
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  const directive = nameInDocument(link, '@graph').slice(1);
  return values.map((value) => {
    const graph = value.directives?.find((each) => each.name.value === directive);
    const name = textOf(graph, 'name') ?? value.name.value;
    const url = textOf(graph, 'url') ?? '';
    // Composed by this gateway: what it answers itself, or may not call.
    return url === NOWHERE ? { name } : { name, url };
  });
}

function textOf(directive: DirectiveNode | undefined, argument: string): string | undefined {
  const value = directive?.arguments?.find((each) => each.name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
