// At the start: a gateway that would call a subgraph over an unprotected line does not start. A line that goes bad later
// is not taken: its participant is not called, and the rest goes on.
import { ConfigurationError } from '#schema/configuration/read.ts';
import { readText } from '#schema/configuration/read-text.ts';
import { readSupergraphConfig } from '#schema/roster/supergraph-config.ts';
import type { SupergraphSource } from '../config/read.ts';
import { composedRoutes } from '../supergraph/composed-file.ts';
import type { TlsTo } from '../supergraph/read-sources.ts';
import { routingUrlFault } from '../supergraph/routing-url.ts';

/** @throws ConfigurationError with one line for each subgraph that may not be called as the files say. */
export function refusePlainLines(source: SupergraphSource, tlsTo: TlsTo): void {
  const faults = urlsOf(source).flatMap(([name, url]) => {
    const fault = routingUrlFault(url, tlsTo(name));
    return fault === undefined ? [] : [`${'sdl' in source ? source.sdl : source.config}: ${name}: ${fault}`];
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** None where the files cannot be read: then there is nothing to call yet either. */
function urlsOf(source: SupergraphSource): (readonly [string, string])[] {
  try {
    if ('sdl' in source)
      return composedRoutes(readText(source.sdl)).flatMap(({ name, url }) => (url === undefined ? [] : [[name, url]]));
    return [...readSupergraphConfig(source.config).subgraphs].map(([name, { routingUrl }]) => [name, routingUrl]);
  } catch {
    return [];
  }
}
