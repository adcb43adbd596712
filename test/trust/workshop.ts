// A folder of its own for a test, with service keys in it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ensureServiceKey, type PublicKey } from '#trust/keys/index.ts';

/** A new folder, removed when the test ends. */
export function folder(): string {
  const { path, remove } = lastingFolder();
  onTestFinished(remove);
  return path;
}

/** A new folder that more than one test uses. */
export function lastingFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'campaign-trust-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface TestKey {
  readonly file: string;
  readonly publicKey: PublicKey;
  /** A JWKS file with the public half. */
  readonly jwks: string;
}

export async function makeKey(within: string, name: string): Promise<TestKey> {
  const file = join(within, `${name}.jwk`);
  const publicKey = await ensureServiceKey(file);
  const jwks = join(within, `${name}.jwks.json`);
  writeFileSync(jwks, JSON.stringify({ keys: [publicKey] }));
  return { file, publicKey, jwks };
}
