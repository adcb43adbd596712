// The public keys of an issuer. A removed key is gone at the next look; where no look succeeds any more, the last set
// serves for ten minutes, then the issuer's tokens are refused.
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { readPublicKeys } from './public-keys.ts';

const GRACE_MS = 600_000;

export interface KeySet {
  /** The key for a token's header. Rejects where there is none. */
  readonly find: JWTVerifyGetKey;
  /** Looks for a change now. */
  check(): Promise<void>;
  close(): void;
}

/** The last good set, and how long it holds. */
export interface KeptKeys {
  readonly find: JWTVerifyGetKey;
  /** Whether any key holds now. */
  hold(): boolean;
  /** Puts the set of this text into use. Returns whether its keys differ from the last. @throws where it is none. */
  take(text: string): boolean;
  /** Says that a look failed. */
  lose(): void;
  close(): void;
}

/**
 * @param place of the set, for messages.
 * @param onEnd called when a set that could not be renewed ends: what was verified with it ends too.
 */
export function keptKeys(place: string, now: () => number, onEnd: () => void): KeptKeys {
  let current: JWTVerifyGetKey | undefined;
  let text = '';
  let until = Number.POSITIVE_INFINITY;
  let end: NodeJS.Timeout | undefined;
  const hold = () => current !== undefined && now() <= until;
  return {
    hold,
    async find(header, token) {
      if (!current || !hold()) throw new Error(`expected keys in ${place}, got none that hold`);
      return current(header, token);
    },
    take(given) {
      const keys = readPublicKeys(given);
      const had = text;
      text = JSON.stringify(keys);
      until = Number.POSITIVE_INFINITY;
      clearTimeout(end);
      // An instance remembers the keys it has imported: an unchanged set keeps it.
      if (current && had === text) return false;
      current = createLocalJWKSet({ keys });
      return true;
    },
    lose() {
      if (until !== Number.POSITIVE_INFINITY) return;
      until = now() + GRACE_MS;
      end = setTimeout(onEnd, GRACE_MS).unref();
    },
    close: () => clearTimeout(end),
  };
}
