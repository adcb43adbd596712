// Where a subgraph may listen, and with what: on this machine as it likes, elsewhere with mutual TLS only.
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import type { TrustedIssuer } from '#trust/assertion/index.ts';
import { isLoopback, type TlsFiles } from '#trust/tls/index.ts';

export interface SubgraphListen {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** With it, a caller needs a certificate from its authority, that carries a name of the service that it speaks as. */
  readonly tls?: TlsFiles | undefined;
}

export interface ListenFault {
  readonly path: readonly string[];
  readonly message: string;
}

/** Nothing where a subgraph may listen so, else what is wrong. */
export function listenFault(
  { host, tls }: SubgraphListen,
  trust: readonly Pick<TrustedIssuer, 'issuer' | 'names'>[],
): ListenFault | undefined {
  if (tls === undefined) {
    if (isLoopback(host)) return undefined;
    const message = `expected a loopback host (127.0.0.1, ::1 or localhost) or mutual TLS, got ${host} without listen.tls`;
    return { path: ['listen', 'host'], message };
  }
  // A server on it listens twice, and new certificates would reach one of the two.
  if (host === 'localhost')
    return { path: ['listen', 'host'], message: 'expected an address where there is listen.tls, got localhost' };
  const nameless = trust.find(({ names }) => names === undefined || names.length === 0);
  if (nameless === undefined) return undefined;
  return {
    path: ['trust'],
    message: `expected names that the certificate of ${nameless.issuer} carries, got none: any of the authority would pass for it`,
  };
}

interface ListeningConfig {
  readonly listen: SubgraphListen;
  readonly trust: Readonly<Record<string, Pick<TrustedIssuer, 'issuer' | 'names'>>>;
}

/** For zod's `superRefine` on a configuration. */
export function refineListen({ listen, trust }: ListeningConfig, context: z.RefinementCtx): void {
  const fault = listenFault(listen, Object.values(trust));
  if (fault !== undefined) context.addIssue({ code: 'custom', path: [...fault.path], message: fault.message });
}

/** `listen` of a configuration file, its paths taken from the file's own folder. */
export function listenOf(file: string, { host, port, tls }: SubgraphListen): SubgraphListen {
  if (tls === undefined) return { host, port };
  const from = (path: string) => resolve(dirname(file), path);
  return { host, port, tls: { ca: from(tls.ca), cert: from(tls.cert), key: from(tls.key) } };
}
