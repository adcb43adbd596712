// The development key: made on the first start, trusted by that data folder's configuration only.
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { writeIfChanged } from '#schema/configuration/write.ts';

export const DEVELOPMENT_ISSUER = 'urn:campaign:development';
export const DEVELOPMENT_AUDIENCE = 'campaign-gateway';
const ALGORITHM = 'EdDSA';

export interface DevelopmentKey {
  /** Private key (JWK), mode 0600. */
  readonly keyFile: string;
  /** Its public half (JWK Set). */
  readonly jwksFile: string;
}

/** Makes `development.jwk` and `development.jwks.json` in `folder` where they are not there. */
export async function ensureDevelopmentKey(folder: string): Promise<DevelopmentKey> {
  const keyFile = join(folder, 'development.jwk');
  const jwksFile = join(folder, 'development.jwks.json');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(keyFile)) await makeKey(keyFile);
  // Whoever lost the race publishes the winner's key, so both files always belong together.
  const { kty, crv, x, kid } = readKey(keyFile);
  writeIfChanged(
    jwksFile,
    `${JSON.stringify({ keys: [{ kty, crv, x, kid, alg: ALGORITHM, use: 'sig' }] }, null, 2)}\n`,
  );
  return { keyFile, jwksFile };
}

async function makeKey(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const key = await exportJWK(privateKey);
  const text = JSON.stringify({ ...key, alg: ALGORITHM, kid: await calculateJwkThumbprint(key) });
  const beside = `${file}.${process.pid}.new`;
  rmSync(beside, { force: true });
  const descriptor = openSync(beside, 'wx', 0o600);
  try {
    writeSync(descriptor, `${text}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    // A link, unlike a rename, fails where the name is taken: of two processes one wins, and never half a file.
    linkSync(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

export interface DevelopmentToken {
  readonly keyFile: string;
  readonly agency: string;
  /** Separated by spaces. */
  readonly scope: string;
  readonly subject?: string;
  readonly purposes?: readonly string[];
  /** A span such as `30m` or `1h`. Default 1h. */
  readonly expiresIn?: string;
}

/** A token of the development issuer. */
export async function signDevelopmentToken(options: DevelopmentToken): Promise<string> {
  const jwk = readKey(options.keyFile);
  const key = await importJWK(jwk, ALGORITHM);
  return new SignJWT({
    agency: options.agency,
    scope: options.scope,
    ...(options.purposes ? { purposes: [...options.purposes] } : {}),
  })
    .setProtectedHeader({ alg: ALGORITHM, ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(DEVELOPMENT_AUDIENCE)
    .setSubject(options.subject ?? `developer@${options.agency}`)
    .setIssuedAt()
    .setExpirationTime(options.expiresIn ?? '1h')
    .sign(key);
}

function readKey(file: string): JWK {
  return JSON.parse(readFileSync(file, 'utf8')) as JWK;
}
