// Waits on loopback for the browser that comes back from the provider.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BrowserAnswer {
  readonly redirectUri: string;
  /** The address that the browser came back to. */
  readonly address: Promise<string>;
  close(): Promise<void>;
}

export async function listenForAnswer(): Promise<BrowserAnswer> {
  const came = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method !== 'GET' || url.pathname !== '/callback') {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      connection: 'close',
    });
    response.end('You may close this window; the terminal goes on.\n');
    came.resolve(url.href);
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return {
    redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    address: came.promise,
    async close() {
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeIdleConnections();
      });
    },
  };
}
