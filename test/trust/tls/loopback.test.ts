import { expect, test } from 'vitest';
import { isLoopback } from '#trust/tls/index.ts';

test.each(['127.0.0.1', '127.255.255.254', '::1', '[::1]', 'localhost'])('%s is this machine', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each([
  '0.0.0.0',
  '::',
  '[::]',
  '10.0.0.1',
  '128.0.0.1',
  '127.1',
  '127.0.0.1.vn.example',
  '127.0.0.256',
  'localhost.vn.example',
  'xlocalhost',
  '::ffff:10.0.0.1',
  '[127.0.0.1',
  '',
  ' 127.0.0.1',
])('%j is taken for another machine', (host) => {
  expect(isLoopback(host)).toBe(false);
});
