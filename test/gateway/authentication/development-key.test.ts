import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { ensureDevelopmentKey, signDevelopmentToken } from '#gateway/authentication/index.ts';

const emptyFolder = () => join(mkdtempSync(join(tmpdir(), 'gateway-key-')), 'keys');
const keySet = (file: string) => createLocalJWKSet(JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet);

describe('the development key', () => {
  it('is for its owner alone, and its public half says nothing private', async () => {
    const { keyFile, jwksFile } = await ensureDevelopmentKey(emptyFolder());
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(keyFile, 'utf8'))).toMatchObject({ kty: 'OKP', d: expect.any(String) });
    expect(readFileSync(jwksFile, 'utf8')).not.toContain('"d"');
  });

  it('is made once', async () => {
    const folder = emptyFolder();
    const { keyFile } = await ensureDevelopmentKey(folder);
    const first = readFileSync(keyFile, 'utf8');
    await ensureDevelopmentKey(folder);
    expect(readFileSync(keyFile, 'utf8')).toBe(first);
  });

  it('is one, however many processes make it at once', async () => {
    const folder = emptyFolder();
    const script = `import { ensureDevelopmentKey } from '#gateway/authentication/development-key.ts'; await ensureDevelopmentKey(process.argv[1]);`;
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, folder]);
    await Promise.all([run(), run(), run()]);
    expect(readdirSync(folder).toSorted()).toEqual(['development.jwk', 'development.jwks.json']);
    const token = await signDevelopmentToken({ keyFile: join(folder, 'development.jwk'), agency: 'VN', scope: '' });
    await expect(jwtVerify(token, keySet(join(folder, 'development.jwks.json')))).resolves.toBeDefined();
  });

  it('signs tokens of the development issuer', async () => {
    const { keyFile, jwksFile } = await ensureDevelopmentKey(emptyFolder());
    const token = await signDevelopmentToken({
      keyFile,
      agency: 'VN',
      scope: 'case:read',
      purposes: ['investigation'],
      expiresIn: '5m',
    });
    const { payload } = await jwtVerify(token, keySet(jwksFile), {
      issuer: 'urn:campaign:development',
      audience: 'campaign-gateway',
    });
    expect(payload).toMatchObject({
      agency: 'VN',
      scope: 'case:read',
      purposes: ['investigation'],
      sub: 'developer@VN',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });
});
