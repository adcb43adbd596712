// Where the feeds are: `supergraph.yaml`, followed while the hub runs. It may lack a participant, or not exist yet.
import { existsSync } from 'node:fs';
import { watchFiles } from '#schema/configuration/watch.ts';
import { subgraphName } from '#schema/roster/roster.ts';
import { readSupergraphConfig } from '#schema/roster/supergraph-config.ts';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';

export interface Addresses {
  /** URL of the participant's subgraph. Undefined where none is known, or it may not be called. */
  of(participant: string): string | undefined;
  close(): void;
}

/** A bad file keeps the last good one and is logged. */
export function followAddresses(file: string, changed: () => void, logger: ServerLogger): Addresses {
  let urls = new Map<string, string>();
  const failed = (error: unknown) => {
    const fault = error instanceof Error ? error.message : String(error);
    logger.error({ fault }, 'The addresses of the feeds cannot be taken; the last good ones stay');
  };
  const read = () => {
    const subgraphs = existsSync(file)
      ? readSupergraphConfig(file).subgraphs
      : new Map<string, { routingUrl: string }>();
    const taken = new Map<string, string>();
    for (const [name, { routingUrl }] of subgraphs) {
      if (mayBeCalled(routingUrl)) taken.set(name, routingUrl);
      else logger.error({ name }, 'The address of a feed was not taken: expected http on loopback, got another');
    }
    urls = taken;
  };
  const watch = watchFiles(
    () => [file],
    () => {
      read();
      changed();
    },
    failed,
    250,
  );
  try {
    read();
  } catch (error) {
    failed(error);
  }
  return {
    of: (participant) => urls.get(subgraphName(participant)),
    close: () => watch.close(),
  };
}

/** Plain HTTP stays on this machine; another host needs mutual TLS, which is not there yet. */
function mayBeCalled(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/.test(hostname);
}
