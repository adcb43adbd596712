import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { namesOf } from '#trust/tls/index.ts';
import { folder } from '../workshop.ts';
import { makeAuthority, type Wanted } from './certificates.ts';

async function namesIn(wanted: Wanted): Promise<string[]> {
  const { cert } = await (await makeAuthority(folder(), 'root')).issue('vn', wanted);
  return [...namesOf(new X509Certificate(readFileSync(cert)))];
}

test('the names of a certificate are its DNS names and URIs; addresses and the common name are none', async () => {
  const wanted = { dns: ['gateway.example'], uri: ['urn:campaign:gateway'], commonName: 'hub.example' };
  expect(await namesIn(wanted)).toEqual(['gateway.example', 'urn:campaign:gateway']);
  expect(await namesIn({ dns: [], commonName: 'gateway.example' })).toEqual([]);
});

test.each([
  'urn:vn, DNS:gateway.example',
  'urn:vn,DNS:gateway.example',
  'urn:vn", DNS:gateway.example',
  'urn:vn\\", DNS:gateway.example',
  'urn:vn\u0000, DNS:gateway.example',
])('a name made to look like two gives the second to nobody: %j', async (uri) => {
  expect(await namesIn({ uri: [uri], dns: [] })).not.toContain('gateway.example');
});

test.each([
  ['DNS:a, strange', []],
  ['DNS:"a', []],
  ['DNS:"a"b, DNS:c', []],
  ['', []],
  ['DNS:"a, DNS:b", URI:urn:x', ['a, DNS:b', 'urn:x']],
])('a text that is not understood whole gives no name: %j', (subjectAltName, names) => {
  expect([...namesOf({ subjectAltName })]).toEqual(names);
});
