// Makes any JWT, good or bad: what an attacker could send.
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

export type Members = Readonly<Record<string, unknown>>;

/** Signs `payload` as it is under `header` as it is. Members that are undefined are left out. */
export function forge(keyFile: string, header: Members, payload: Members | string): string {
  const key = createPrivateKey({
    key: JSON.parse(readFileSync(keyFile, 'utf8')) as { kty: string; crv: string; x: string; d: string },
    format: 'jwk',
  });
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const input = `${encode(JSON.stringify(header))}.${encode(text)}`;
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
}

export function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** Claims of a good gateway assertion for the subgraph `vn` at `seconds`. */
export function goodClaims(seconds: number): Members {
  return {
    iss: 'gateway-1',
    aud: 'vn',
    sub: 'lan',
    agency: 'VN',
    scope: 'case:read statistics:read',
    purpose: 'investigation',
    case_reference: 'VN-2024-17',
    iat: seconds,
    exp: seconds + 60,
    jti: randomUUID(),
  };
}
