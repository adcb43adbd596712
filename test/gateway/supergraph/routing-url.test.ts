import { describe, expect, it } from 'vitest';
import { routingUrlFault } from '#gateway/supergraph/routing-url.ts';

describe('a routing URL', () => {
  it.each([
    'http://127.0.0.1:4001/graphql',
    'http://localhost/graphql',
    'http://[::1]:1/graphql',
    'https://vn.example/graphql',
  ])('may be %s', (url) => {
    expect(routingUrlFault(url)).toBeUndefined();
  });

  it.each([
    ['http://vn.example/graphql', 'https off this machine'],
    ['http://10.0.0.1/graphql', 'https off this machine'],
    ['http://127.0.0.1.vn.example/graphql', 'https off this machine'],
    ['http://localhost.vn.example/graphql', 'https off this machine'],
    ['http://user:pass@127.0.0.1/graphql', 'without a user'],
    ['file:///etc/passwd', 'http or https'],
    ['nowhere', 'a URL'],
  ])('may not be %s', (url, expected) => {
    expect(routingUrlFault(url)).toContain(expected);
  });
});
