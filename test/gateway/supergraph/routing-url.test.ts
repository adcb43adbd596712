import { describe, expect, it } from 'vitest';
import { routingUrlFault } from '#gateway/supergraph/routing-url.ts';

describe('a routing URL', () => {
  it.each(['http://127.0.0.1:4001/graphql', 'http://localhost/graphql', 'http://[::1]:1/graphql'])(
    'may be %s',
    (url) => {
      expect(routingUrlFault(url, false)).toBeUndefined();
    },
  );

  it.each([
    ['http://vn.example/graphql', 'https off this machine'],
    ['http://10.0.0.1/graphql', 'https off this machine'],
    ['http://127.0.0.1.vn.example/graphql', 'https off this machine'],
    ['http://localhost.vn.example/graphql', 'https off this machine'],
    ['http://user:pass@127.0.0.1/graphql', 'without a user'],
    ['file:///etc/passwd', 'http or https'],
    ['nowhere', 'a URL'],
  ])('may not be %s', (url, expected) => {
    expect(routingUrlFault(url, true)).toContain(expected);
  });

  it('may be https where there is a certificate to show, on this machine too', () => {
    for (const url of ['https://vn.example/graphql', 'https://127.0.0.1/graphql']) {
      expect(routingUrlFault(url, true)).toBeUndefined();
      expect(routingUrlFault(url, false)).toContain('expected tls in the configuration');
    }
  });
});
