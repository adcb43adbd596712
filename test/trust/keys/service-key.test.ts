import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ensureServiceKey, readServiceKey } from '#trust/keys/index.ts';
import { folder, makeKey } from '../workshop.ts';

const run = promisify(execFile);
const MAKER = resolve(import.meta.dirname, 'make-key.ts');

describe('a service key', () => {
  it('is a private file that only its owner reads, and a public half without the secret', async () => {
    const file = join(folder(), 'deep', 'gateway.jwk');
    const publicKey = await ensureServiceKey(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { d } = JSON.parse(readFileSync(file, 'utf8')) as { d: string };
    expect(d).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(publicKey)).not.toContain(d);
    expect(publicKey).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' });
  });

  it('stays what it is once made', async () => {
    const file = join(folder(), 'gateway.jwk');
    const first = await ensureServiceKey(file);
    expect(await ensureServiceKey(file)).toEqual(first);
  });

  it('is one key where many make it at once, and nothing is left beside it', async () => {
    const within = folder();
    const file = join(within, 'gateway.jwk');
    const all = await Promise.all(Array.from({ length: 20 }, () => ensureServiceKey(file)));
    expect(new Set(all.map((key) => key.kid)).size).toBe(1);
    expect(readdirSync(within)).toEqual(['gateway.jwk']);
  });

  it('is one key where processes make it at once', async () => {
    const file = join(folder(), 'gateway.jwk');
    const made = await Promise.all(Array.from({ length: 3 }, () => run(process.execPath, [MAKER, file])));
    const kids = made.map(({ stdout }) => stdout.trim());
    expect(new Set(kids)).toEqual(new Set([(await ensureServiceKey(file)).kid]));
  });

  it('is not made over a file that holds something else, and the error does not quote it', async () => {
    const file = join(folder(), 'gateway.jwk');
    writeFileSync(file, 'not a key, but a secret');
    await expect(ensureServiceKey(file)).rejects.toThrow(/expected a private Ed25519 key/);
    await expect(ensureServiceKey(file)).rejects.not.toThrow(/secret/);
    expect(readFileSync(file, 'utf8')).toBe('not a key, but a secret');
  });

  it('is refused where its halves do not fit', async () => {
    const within = folder();
    const one = await makeKey(within, 'one');
    const other = await makeKey(within, 'other');
    const mixed = join(within, 'mixed.jwk');
    const { d } = JSON.parse(readFileSync(one.file, 'utf8')) as { d: string };
    writeFileSync(mixed, JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: other.publicKey.x, d }));
    await expect(readServiceKey(mixed)).rejects.toThrow(/two halves/);
  });

  it('must be there to be read', async () => {
    await expect(readServiceKey(join(folder(), 'none.jwk'))).rejects.toThrow(/got no file/);
  });
});
