// Public keys of another service: from a JWKS file, or from its entry on the roster. Only Ed25519 keys are taken.
import { readFileSync } from 'node:fs';
import { type CryptoKey, importJWK } from 'jose';
import { z } from 'zod';
import { readRoster } from '#schema/roster/roster.ts';
import { publicKeyOf } from './service-key.ts';

/** Where keys stand: a JWKS file, the `publicKeys` of a participant on the roster, or the keys themselves. */
export type KeySource =
  | { readonly jwks: string }
  | { readonly roster: string; readonly participant: string }
  | { readonly keys: readonly object[] };

/** Keys that verify, by `kid`. The `kid` is always the thumbprint of the key, whatever the source says. */
export type KeySet = ReadonlyMap<string, CryptoKey>;

/** RFC 7517 lets a key carry other members; a private half is refused, it must never lie here. */
const publicKey = z
  .looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().regex(/^[\w-]{43}$/) })
  .refine((key) => !('d' in key), 'expected a public key, got a private one');

const keySet = z.looseObject({ keys: z.array(publicKey) });

/** The file that `source` is read from; undefined for keys given as such. */
export function fileOf(source: KeySource): string | undefined {
  if ('jwks' in source) return source.jwks;
  return 'roster' in source ? source.roster : undefined;
}

/**
 * Reads the keys of `source`.
 * @throws Error naming the source where it cannot be read, names no such participant, or holds another kind of key.
 */
export async function readKeySet(source: KeySource): Promise<KeySet> {
  const keys = new Map<string, CryptoKey>();
  for (const { x } of readKeys(source)) {
    const { kid, kty, crv } = await publicKeyOf(x);
    const key = await importJWK({ kty, crv, x }, 'EdDSA');
    if (!(key instanceof Uint8Array)) keys.set(kid, key);
  }
  return keys;
}

function readKeys(source: KeySource): readonly { readonly x: string }[] {
  const name = fileOf(source) ?? 'the keys';
  const checked = keySet.safeParse({ keys: rawKeys(source, name) });
  if (checked.success) return checked.data.keys;
  const issue = checked.error.issues[0];
  throw new Error(
    `${name}: expected public Ed25519 keys (JWK), got a fault at ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

function rawKeys(source: KeySource, name: string): unknown {
  if ('keys' in source) return source.keys;
  if ('jwks' in source) return membersOf(readFileSync(source.jwks, 'utf8'));
  const entry = readRoster(source.roster).participants.find((each) => each.code === source.participant);
  if (entry === undefined)
    throw new Error(`${name}: expected the participant ${source.participant}, got none of that code`);
  return entry.publicKeys;
}

/** Undefined where `text` is no JWKS. The parser's own message is left out: it quotes the text. */
function membersOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { keys?: unknown } | null)?.keys;
  } catch {
    return undefined;
  }
}
