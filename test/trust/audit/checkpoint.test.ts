import { randomUUID } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { signCheckpoint } from '#trust/audit/checkpoint.ts';
import { type Checkpoint, readCheckpoint } from '#trust/audit/index.ts';
import { readKeySet, readServiceKey } from '#trust/keys/index.ts';
import { forge, type Members } from '../assertion/forge.ts';
import { folder, makeKey } from '../workshop.ts';

const checkpoint: Checkpoint = {
  at: '2026-11-22T12:00:00.000Z',
  every: 1000,
  hash: 'a'.repeat(64),
  log: randomUUID(),
  process: 'gateway-1',
  reason: 'TIME',
  sequence: 7,
};

async function signed() {
  const key = await makeKey(folder(), 'gateway');
  const text = await signCheckpoint(checkpoint, await readServiceKey(key.file));
  return { key, text, keys: await readKeySet({ jwks: key.jwks }) };
}

describe('a checkpoint', () => {
  it('says what was signed, to whom knows the key', async () => {
    const { text, keys } = await signed();
    expect(await readCheckpoint(text, keys)).toEqual(checkpoint);
    const { jwks } = await makeKey(folder(), 'stranger');
    expect(await readCheckpoint(text, await readKeySet({ jwks }))).toBeUndefined();
  });

  it.each<[string, Members]>([
    ['of another type', { typ: 'campaign-assertion+jwt' }],
    ['without a type', { typ: undefined }],
    ['with alg none', { alg: 'none' }],
    ['with a key of its own', { jwk: {} }],
    ['without the name of a key', { kid: undefined }],
  ])('is none %s', async (_name, change) => {
    const { key, text, keys } = await signed();
    const forged = forge(key.file, { ...decodeProtectedHeader(text), ...change }, decodeJwt(text));
    expect(await readCheckpoint(forged, keys)).toBeUndefined();
  });

  it.each<[string, Members]>([
    ['without a place', { sequence: undefined }],
    ['of a place before the first', { sequence: -1 }],
    ['with a claim of its own', { admin: true }],
    ['that allows any number of entries', { every: 0 }],
  ])('is none %s', async (_name, change) => {
    const { key, text, keys } = await signed();
    const forged = forge(key.file, { ...decodeProtectedHeader(text) }, { ...decodeJwt<Members>(text), ...change });
    expect(await readCheckpoint(forged, keys)).toBeUndefined();
  });

  it('is none where it is no token', async () => {
    const { keys } = await signed();
    for (const text of ['', 'x', 'a.b.c']) expect(await readCheckpoint(text, keys)).toBeUndefined();
  });
});
