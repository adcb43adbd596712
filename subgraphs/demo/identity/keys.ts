// The provider's signing keys: one file, a private JWK Set, mode 0600. The first signs; all are published, so that a
// token outlives the next rotation. Whoever is to stop believing a key at once rotates with `forget`.
import { existsSync } from 'node:fs';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { readText } from '#schema/configuration/read-text.ts';
import { writeWhole } from '#schema/configuration/write.ts';

export const SIGNING_ALGORITHM = 'EdDSA';
/** The one that signs, and the one before. */
const KEPT = 2;

const key = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
  alg: z.literal(SIGNING_ALGORITHM),
  use: z.literal('sig'),
});
const keySet = z.object({ keys: z.array(key).min(1) });

export type SigningKey = z.output<typeof key>;

/** Makes the file where there is none. */
export async function ensureKeys(file: string): Promise<void> {
  if (!existsSync(file)) await write(file, [await makeKey()]);
}

/** @throws where the file holds no such keys; the message never holds its text. */
export function readKeys(file: string): SigningKey[] {
  const text = readText(file);
  try {
    return keySet.parse(JSON.parse(text)).keys;
  } catch {
    throw new Error(`${file}: expected private Ed25519 keys (JWK Set), got something else`);
  }
}

/** A new key signs from now on. @param forget whether tokens signed before are refused at once, not at their end. */
export async function rotateKeys(file: string, forget: boolean): Promise<SigningKey> {
  const made = await makeKey();
  await write(file, [made, ...(forget ? [] : readKeys(file))].slice(0, KEPT));
  return made;
}

async function makeKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const { kty, crv, x, d } = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x: x ?? '' });
  return key.parse({ kty, crv, x, d, kid, alg: SIGNING_ALGORITHM, use: 'sig' });
}

async function write(file: string, keys: readonly SigningKey[]): Promise<void> {
  writeWhole(file, `${JSON.stringify({ keys }, null, 2)}\n`, 0o600);
}
