// `supergraph.yaml`, in the form that rover uses: each subgraph's routing URL and its published SDL file.
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { readConfiguration } from '../configuration/read.ts';

/** Name of the hub's subgraph. */
export const HUB = 'campaign';

export const supergraphSchema = z.strictObject({
  federation_version: z.string().optional(),
  subgraphs: z.record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a subgraph name in lower case'),
    z.strictObject({ routing_url: z.url(), schema: z.strictObject({ file: z.string().min(1) }) }),
  ),
});

export interface SupergraphConfig {
  /** By subgraph name; `sdlFile` is an absolute path. */
  readonly subgraphs: ReadonlyMap<string, { readonly routingUrl: string; readonly sdlFile: string }>;
}

/**
 * Reads `supergraph.yaml`; file names in it are taken from its own folder.
 * @throws ConfigurationError with file and line of each fault.
 */
export function readSupergraphConfig(file: string): SupergraphConfig {
  const { subgraphs } = readConfiguration(file, supergraphSchema);
  const entries = Object.entries(subgraphs).map(
    ([name, each]) =>
      [name, { routingUrl: each.routing_url, sdlFile: resolve(dirname(file), each.schema.file) }] as const,
  );
  return { subgraphs: new Map(entries) };
}
