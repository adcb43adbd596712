// Reads what a supergraph is made of, from the files as they are now.
import { readText } from '#schema/configuration/read-text.ts';
import { readRoster } from '#schema/roster/roster.ts';
import { readSupergraphConfig } from '#schema/roster/supergraph-config.ts';
import type { SubgraphSource, SupergraphInput } from './compose.ts';

/** Whether the gateway has a certificate to show to the subgraph of this name. */
export type TlsTo = (subgraph: string) => boolean;

interface Files {
  readonly config: string;
  readonly roster: string;
}

/**
 * @param lastGood by subgraph name, the SDL that was taken last.
 * @param tlsTo whether there is a certificate to show to a subgraph.
 * @throws ConfigurationError where roster or `supergraph.yaml` cannot be taken.
 */
export function readSources(files: Files, lastGood: ReadonlyMap<string, string>, tlsTo: TlsTo): SupergraphInput {
  const roster = readRoster(files.roster);
  const { subgraphs } = readSupergraphConfig(files.config);
  return {
    roster,
    subgraphs: [...subgraphs].map(
      ([name, { routingUrl, sdlFile }]): SubgraphSource => ({
        name,
        url: routingUrl,
        tls: tlsTo(name),
        sdl: textOf(sdlFile),
        lastGood: lastGood.get(name),
      }),
    ),
  };
}

/**
 * The files to follow, each time it is called; without the SDL files while `supergraph.yaml` cannot be read. That is parsed
 * where its text is another only: it is asked for twice a second.
 */
export function sourceFiles(files: Files): () => readonly string[] {
  let known: { readonly text: string | undefined; readonly files: readonly string[] } | undefined;
  return () => {
    const text = textOf(files.config);
    if (known?.text !== text) known = undefined;
    known ??= { text, files: [files.config, files.roster, ...sdlFiles(files)] };
    return known.files;
  };
}

function sdlFiles({ config }: Files): string[] {
  try {
    return [...readSupergraphConfig(config).subgraphs.values()].map(({ sdlFile }) => sdlFile);
  } catch {
    return [];
  }
}

function textOf(file: string): string | undefined {
  try {
    return readText(file);
  } catch {
    return undefined;
  }
}
