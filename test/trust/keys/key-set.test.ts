import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readKeySet } from '#trust/keys/index.ts';
import { folder, makeKey } from '../workshop.ts';

describe('a set of public keys', () => {
  it('is read from a JWKS file and from a roster entry', async () => {
    const within = folder();
    const { jwks, publicKey } = await makeKey(within, 'gateway');
    const roster = join(within, 'participants.yaml');
    const entry = { code: 'VN', name: 'Viet Nam Customs', kind: 'CUSTOMS', publicKeys: [{ ...publicKey }] };
    writeFileSync(roster, stringify({ participants: [entry] }));
    expect([...(await readKeySet({ jwks })).keys()]).toEqual([publicKey.kid]);
    expect([...(await readKeySet({ roster, participant: 'VN' })).keys()]).toEqual([publicKey.kid]);
    await expect(readKeySet({ roster, participant: 'CN' })).rejects.toThrow(/expected the participant CN/);
  });

  it('names a key by its thumbprint, whatever the source calls it', async () => {
    const { publicKey } = await makeKey(folder(), 'gateway');
    const keys = await readKeySet({ keys: [{ ...publicKey, kid: 'hub' }] });
    expect([...keys.keys()]).toEqual([publicKey.kid]);
  });

  it('refuses a private key, so that none is handed around by mistake', async () => {
    const { file } = await makeKey(folder(), 'gateway');
    const secret = JSON.parse(readFileSync(file, 'utf8')) as { d: string };
    await expect(readKeySet({ keys: [secret] })).rejects.toThrow(/got a private one/);
    await expect(readKeySet({ keys: [secret] })).rejects.not.toThrow(secret.d);
  });

  it.each([
    ['a symmetric key', { kty: 'oct', k: 'c2VjcmV0' }],
    ['another curve', { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) }],
    ['a key that is too short', { kty: 'OKP', crv: 'Ed25519', x: 'AAAA' }],
    ['no key at all', 'key'],
  ])('refuses %s', async (_name, key) => {
    await expect(readKeySet({ keys: [key as object] })).rejects.toThrow(/expected public Ed25519 keys/);
  });

  it('refuses a file that is no JWKS', async () => {
    const jwks = join(folder(), 'keys.json');
    writeFileSync(jwks, 'keys');
    await expect(readKeySet({ jwks })).rejects.toThrow(/expected public Ed25519 keys/);
  });
});
