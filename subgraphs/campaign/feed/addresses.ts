// Where the feeds are: `supergraph.yaml`, followed while the hub runs. It may lack a participant, or not exist yet.
import { existsSync } from 'node:fs';
import { watchFiles } from '#schema/configuration/watch.ts';
import { subgraphName } from '#schema/roster/roster.ts';
import { readSupergraphConfig } from '#schema/roster/supergraph-config.ts';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';
import { isLoopback } from '#trust/tls/index.ts';

export interface Addresses {
  /** URL of the participant's subgraph. Undefined where none is known, or it may not be called. */
  of(participant: string): string | undefined;
  close(): void;
}

/**
 * A bad file keeps the last good one and is logged.
 * @param tls whether the hub has a certificate to show: without one, nothing is called over https.
 */
export function followAddresses(file: string, changed: () => void, logger: ServerLogger, tls: boolean): Addresses {
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
      const fault = addressFault(routingUrl, tls);
      if (fault === undefined) taken.set(name, routingUrl);
      else logger.error({ name }, `The address of a feed was not taken: ${fault}`);
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

/** Nothing where a feed may be read at `url`: plain HTTP stays on this machine, and TLS is mutual. */
export function addressFault(url: string, tls: boolean): string | undefined {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return tls ? undefined : 'expected feeds.tls for an https address, got none';
  if (protocol === 'http:' && isLoopback(hostname)) return undefined;
  return `expected https off this machine, got ${protocol}//${hostname}`;
}
