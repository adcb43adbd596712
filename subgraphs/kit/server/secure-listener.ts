// The TLS side of a subgraph's server: client certificates demanded, read again when their files change, and connections
// that were made under older ones ended.

import { constants } from 'node:crypto';
import type { Server as HttpsServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { followCredentials, namesOf, TLS_VERSION, type TlsCredentials, type TlsFiles } from '#trust/tls/index.ts';
import type { ServerLogger } from './logger.ts';

/** Who is at the other end of a connection, by its certificate. */
export interface Peer {
  /** Empty where no certificate is there, or it has ended since. */
  readonly names: ReadonlySet<string>;
}

export interface SecureListener {
  /** For fastify's `https`. */
  readonly options: ReturnType<typeof serverOptions>;
  /** Takes new certificates into `server` from now on. */
  follow(server: HttpsServer): void;
  readonly peerOf: (socket: unknown) => Peer;
  /** Whether the connection was made under certificates that have been replaced: it is to end with its answer. */
  outdated(socket: unknown): boolean;
  close(): void;
}

/** @throws ConfigurationError where the files cannot be taken. */
export function secureListener(files: TlsFiles, logger: ServerLogger): SecureListener {
  let server: HttpsServer | undefined;
  let generation = 0;
  const made = new WeakMap<
    object,
    { readonly generation: number; readonly names: ReadonlySet<string>; until: number }
  >();
  const followed = followCredentials(
    files,
    (credentials) => {
      generation += 1;
      server?.setSecureContext(serverOptions(credentials));
      server?.closeIdleConnections();
    },
    logger,
  );
  const known = (socket: unknown) => (typeof socket === 'object' && socket !== null ? made.get(socket) : undefined);
  return {
    options: serverOptions(followed.current()),
    follow(given) {
      server = given;
      given.on('secureConnection', (socket: TLSSocket) => {
        const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined;
        if (certificate === undefined) return;
        made.set(socket, { generation, names: namesOf(certificate), until: certificate.validToDate.getTime() });
      });
      given.on('tlsClientError', (error: Error) => {
        logger.warn(
          { why: 'code' in error ? error.code : error.message },
          'A connection was refused: no good certificate',
        );
      });
    },
    peerOf(socket) {
      const peer = known(socket);
      return { names: peer !== undefined && peer.until > Date.now() ? peer.names : new Set() };
    },
    outdated: (socket) => known(socket)?.generation !== generation,
    close: () => followed.close(),
  };
}

function serverOptions({ ca, cert, key }: TlsCredentials) {
  return {
    ca,
    cert,
    key,
    ...TLS_VERSION,
    requestCert: true,
    rejectUnauthorized: true,
    // A session taken up again would not be held to the authorities of today.
    secureOptions: constants.SSL_OP_NO_TICKET,
  };
}
