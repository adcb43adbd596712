// What a key set may hold (RFC 7517, 5): public keys. A private or shared key in it is a fault, not a key.
import type { JWK } from 'jose';
import { z } from 'zod';

const MOST_KEYS = 100;
const UNDERSTOOD = ['OKP', 'EC', 'RSA'];

const keySet = z.object({
  keys: z
    .array(
      z
        .looseObject({ kty: z.string() })
        .refine((key) => !['d', 'k', 'p', 'q'].some((part) => part in key), 'expected public keys, got a private one'),
    )
    .max(MOST_KEYS),
});

/**
 * The public keys of a JWK Set. Keys of a kind that is not understood are left out: an issuer may publish them for others.
 * @throws where `text` is no such set.
 */
export function readPublicKeys(text: string): JWK[] {
  return keySet.parse(JSON.parse(text)).keys.filter(({ kty }) => UNDERSTOOD.includes(kty));
}
