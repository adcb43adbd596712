// A development issuer in a folder of its own, and tokens of every kind from it.
import { createPrivateKey, sign as signBytes } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactSign, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { DEVELOPMENT_AUDIENCE, DEVELOPMENT_ISSUER, ensureDevelopmentKey } from '#gateway/authentication/index.ts';

export interface Keys {
  readonly keyFile: string;
  readonly jwksFile: string;
}

export async function developmentKeys(): Promise<Keys> {
  return ensureDevelopmentKey(mkdtempSync(join(tmpdir(), 'gateway-keys-')));
}

export function now(): number {
  return Math.floor(Date.now() / 1_000);
}

export function claims(more: JWTPayload = {}): JWTPayload {
  return {
    iss: DEVELOPMENT_ISSUER,
    aud: DEVELOPMENT_AUDIENCE,
    sub: 'officer',
    agency: 'VN',
    scope: 'case:read',
    iat: now(),
    exp: now() + 600,
    ...more,
  };
}

/** Signs with the development key whatever the claims and headers are; a claim that is undefined is left out. */
export async function sign(keys: Keys, payload: JWTPayload, header: Record<string, unknown> = {}): Promise<string> {
  return signText(keys, JSON.stringify(payload), header);
}

/** As `sign`, over a payload that need not be claims. */
export async function signText(keys: Keys, payload: string, header: Record<string, unknown> = {}): Promise<string> {
  const jwk = readJwk(keys.keyFile);
  const key = await importJWK(jwk, 'EdDSA');
  return new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: 'EdDSA', kid: String(jwk.kid), ...header })
    .sign(key, header.crit ? { crit: Object.fromEntries((header.crit as string[]).map((name) => [name, true])) } : {});
}

/** Signs with the development key over the very text of header and payload. */
export function signRaw(keys: Keys, header: string, payload: string): string {
  const text = [header, payload].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const key = createPrivateKey({ key: { ...readJwk(keys.keyFile) }, format: 'jwk' });
  return `${text}.${signBytes(null, Buffer.from(text), key).toString('base64url')}`;
}

/** Signed with HMAC over the text of the public key: what a verifier that lets the token choose would take. */
export async function signConfused(keys: Keys, payload: JWTPayload): Promise<string> {
  const { keys: published } = JSON.parse(readFileSync(keys.jwksFile, 'utf8')) as { keys: JWK[] };
  const secret = Buffer.from(String(published[0]?.x), 'base64url');
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: String(published[0]?.kid) }).sign(secret);
}

export function unsigned(payload: JWTPayload, alg = 'none'): string {
  return `${encoded({ alg, typ: 'JWT' })}.${encoded(payload)}.`;
}

export function readJwk(file: string): JWK {
  return JSON.parse(readFileSync(file, 'utf8')) as JWK;
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
