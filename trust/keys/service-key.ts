// The Ed25519 key of one service (gateway, hub, participant): a private JWK file, mode 0600, and its public half.
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { writeWhole } from '#schema/configuration/write.ts';

/** A public key as it stands on a roster and in a JWKS: nothing secret; `kid` is its RFC 7638 thumbprint. */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

/** A key that signs. */
export interface ServiceKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: PublicKey;
}

/**
 * Makes `file` where there is none, and returns its public half. Of two processes that make it at once, both get the
 * key of the first.
 * @throws Error where `file` is there but holds no Ed25519 key.
 */
export async function ensureServiceKey(file: string): Promise<PublicKey> {
  if (read(file) === undefined) await make(file);
  return (await readServiceKey(file)).publicKey;
}

/**
 * Reads a private JWK file.
 * @throws Error where the file is not there or holds no private Ed25519 key; the message never holds its text.
 */
export async function readServiceKey(file: string): Promise<ServiceKey> {
  const text = read(file);
  if (text === undefined) throw new Error(`${file}: expected a private Ed25519 key (JWK), got no file`);
  const { kty, crv, x, d } = parse(text);
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string' || typeof d !== 'string') {
    throw new Error(`${file}: expected a private Ed25519 key (JWK), got something else`);
  }
  const publicKey = await publicKeyOf(x);
  try {
    // WebCrypto refuses a private half that does not belong to the public one.
    return { privateKey: asSecret(await importJWK({ kty, crv, x, d }, 'EdDSA')), publicKey };
  } catch {
    throw new Error(`${file}: expected the two halves of one Ed25519 key, got halves that do not fit`);
  }
}

/** @param x base64url of the 32 bytes of the public key. */
export async function publicKeyOf(x: string): Promise<PublicKey> {
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
  return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
}

async function make(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x, d } = await exportJWK(privateKey);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // A link appears whole or not at all, and never over another: the first one stays.
  const beside = `${file}.${randomUUID()}`;
  try {
    writeWhole(beside, `${JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x, d }, null, 2)}\n`, 0o600);
    linkSync(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Empty where `text` is no JSON object. */
function parse(text: string): Partial<JWK> {
  try {
    return (JSON.parse(text) as Partial<JWK> | null) ?? {};
  } catch {
    return {};
  }
}

function asSecret(key: CryptoKey | Uint8Array): CryptoKey {
  if (key instanceof Uint8Array) throw new TypeError('expected a key pair, got a symmetric key');
  return key;
}
