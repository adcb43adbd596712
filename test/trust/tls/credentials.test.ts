// What is told of certificate files before a peer meets them.
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { followCredentials, readCredentials, type TlsFiles } from '#trust/tls/index.ts';
import { folder } from '../workshop.ts';
import { makeAuthority } from './certificates.ts';

const silent = { warn: () => undefined, error: () => undefined };

test('credentials that fit are taken, with the day on which the first of them ends', async () => {
  const authority = await makeAuthority(folder(), 'root');
  const files = await authority.issue('vn', { to: 30 });
  const { ca, cert, key, until } = readCredentials(files);
  expect([ca, cert, key]).toEqual([files.ca, files.cert, files.key].map((file) => readFileSync(file, 'utf8')));
  expect(Math.abs(until - (Date.now() + 30 * 24 * 3_600_000))).toBeLessThan(60_000);
});

const faults: readonly [string, (files: TlsFiles, within: string) => Promise<TlsFiles> | TlsFiles, RegExp][] = [
  [
    'a certificate that is not there',
    (files) => ({ ...files, cert: `${files.cert}.none` }),
    /vn\.pem\.none: expected a readable file, got ENOENT/,
  ],
  ['a folder for a key', (files, within) => ({ ...files, key: within }), /expected a readable file, got EISDIR/],
  [
    'a certificate file that holds none',
    (files) => ({ ...files, cert: files.key }),
    /vn\.key: expected a certificate in PEM, got none/,
  ],
  [
    'a certificate for a key',
    (files) => ({ ...files, key: files.cert }),
    /vn\.pem: expected a private key in PEM, without a passphrase/,
  ],
  [
    'the key of another certificate',
    async (files, within) => ({ ...files, key: (await (await makeAuthority(within, 'other')).issue('th')).key }),
    /th\.key: expected the private key of .*vn\.pem, got another/,
  ],
  [
    'a certificate that is no authority\u2019s',
    (files) => ({ ...files, ca: files.cert }),
    /vn\.pem: expected certificates of authorities, got "CN=vn", which is none/,
  ],
  [
    'a certificate that has ended',
    async (_, within) => (await makeAuthority(within, 'late')).issue('old', { from: -30, to: -1 }),
    /old\.pem: expected a certificate that is good now, got "CN=old", which ended 20/,
  ],
  [
    'a certificate that has not begun',
    async (_, within) => (await makeAuthority(within, 'early')).issue('new', { from: 1, to: 30 }),
    /new\.pem: expected .* got "CN=new", which begins 20/,
  ],
  [
    'an authority that has ended',
    async (files, within) => ({ ...files, ca: (await makeAuthority(within, 'gone', { from: -30, to: -1 })).ca }),
    /gone\.ca\.pem: expected .* got "CN=gone", which ended/,
  ],
  [
    'a certificate that is cut',
    (files) => {
      writeFileSync(files.cert, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
      return files;
    },
    /vn\.pem: expected certificates in PEM, got one that cannot be read/,
  ],
  [
    'a key with a passphrase',
    (files) => {
      const { privateKey } = generateKeyPairSync('ed25519');
      writeFileSync(
        files.key,
        privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }),
      );
      return files;
    },
    /vn\.key: expected a private key in PEM, without a passphrase/,
  ],
];

test.each(faults)('%s is told with its file', async (_, spoil, message) => {
  const within = folder();
  const files = await (await makeAuthority(within, 'root')).issue('vn');
  const spoiled = await spoil(files, within);
  expect(() => readCredentials(spoiled)).toThrow(message);
});

test('nothing of a key file is told', async () => {
  const files = await (await makeAuthority(folder(), 'root')).issue('vn');
  const secret = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';
  writeFileSync(files.key, secret);
  expect(() => readCredentials(files)).toThrow(/^(?!.*c2Vj).*vn\.key: expected a private key/);
});

test('new files are taken when certificate and key fit again; until then the last good ones stay', async () => {
  const within = folder();
  const authority = await makeAuthority(within, 'root');
  const files = await authority.issue('vn');
  const taken: string[] = [];
  const problems: object[] = [];
  const followed = followCredentials(
    files,
    ({ cert }) => void taken.push(cert),
    { ...silent, error: (fields) => void problems.push(fields) },
    3_600_000,
  );
  const before = followed.current();

  const next = await authority.issue('next');
  copyFileSync(next.cert, files.cert);
  await followed.check();
  expect(followed.current()).toBe(before);
  expect([taken, problems.length]).toEqual([[], 1]);

  copyFileSync(next.key, files.key);
  await followed.check();
  expect(taken).toEqual([readFileSync(next.cert, 'utf8')]);
  expect(followed.current().cert).toBe(taken[0]);

  rmSync(files.key);
  appendFileSync(files.ca, 'x');
  await followed.check();
  expect(followed.current().cert).toBe(taken[0]);
  followed.close();
});

test('a certificate that ends within two weeks is spoken of', async () => {
  const said: object[] = [];
  const logger = { ...silent, warn: (fields: object) => void said.push(fields) };
  const authority = await makeAuthority(folder(), 'root');
  const soon = await authority.issue('soon', { to: 3 });
  followCredentials(soon, () => undefined, logger).close();
  followCredentials(await authority.issue('later', { to: 20 }), () => undefined, logger).close();
  expect(said).toEqual([{ file: soon.cert, until: expect.any(Date) }]);
});

test('credentials that cannot be taken at the start are an error', () => {
  const none = join(folder(), 'none.pem');
  expect(() => followCredentials({ ca: none, cert: none, key: none }, () => undefined, silent)).toThrow('none.pem');
});
