// The public keys of an issuer, from a file that is read again when it changes. A removed key is gone at the next look;
// a file that cannot be read leaves the last set in use for ten minutes, then the issuer's tokens are refused.
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { readText } from '#schema/configuration/read-text.ts';
import { watchFiles } from '#schema/configuration/watch.ts';
import type { GatewayLogger } from '../operations/logger.ts';

const GRACE_MS = 600_000;

/** Public keys only: a private or shared key in this file is a fault, not a key. */
const keySet = z.object({
  keys: z.array(
    z
      .looseObject({ kty: z.enum(['OKP', 'EC', 'RSA']) })
      .refine((key) => !('d' in key) && !('k' in key), 'expected public keys, got a private one'),
  ),
});

export interface KeySet {
  /** The key for a token's header. Rejects where there is none. */
  readonly find: JWTVerifyGetKey;
  /** Looks at the file now. */
  check(): Promise<void>;
  close(): void;
}

/** @param onChange called after the set has changed: what was verified with the old one is to be forgotten. */
export function followKeySet(
  file: string,
  logger: GatewayLogger,
  onChange: () => void,
  options: { readonly now?: () => number; readonly intervalMs?: number } = {},
): KeySet {
  const now = options.now ?? Date.now;
  let current: JWTVerifyGetKey | undefined;
  let until = Number.POSITIVE_INFINITY;
  let end: NodeJS.Timeout | undefined;
  const read = () => {
    try {
      const { keys } = keySet.parse(JSON.parse(readText(file)));
      current = createLocalJWKSet({ keys });
      until = Number.POSITIVE_INFINITY;
      clearTimeout(end);
    } catch (error) {
      if (until === Number.POSITIVE_INFINITY) {
        until = now() + GRACE_MS;
        // What was verified with the set ends with it.
        end = setTimeout(onChange, GRACE_MS).unref();
      }
      logger.error({ file, err: error }, 'A key set could not be read; the last one stays for ten minutes');
    }
  };
  // The watch begins before the first reading: a change between the two is seen after it.
  const watch = watchFiles(
    () => [file],
    () => {
      read();
      onChange();
    },
    (error) => logger.error({ file, err: error }, 'A key set could not be followed'),
    options.intervalMs,
  );
  read();
  return {
    async find(header, token) {
      if (!current || now() > until) throw new Error(`expected keys in ${file}, got none that hold`);
      return current(header, token);
    },
    check: () => watch.check(),
    close() {
      clearTimeout(end);
      watch.close();
    },
  };
}
