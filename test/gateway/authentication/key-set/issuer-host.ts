// An issuer's host on loopback, whose answer a test sets; it counts how often it was asked.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface IssuerHost {
  readonly url: string;
  answer: RequestListener;
  asked: number;
  close(): void;
}

export async function issuerHost(answer: RequestListener): Promise<IssuerHost> {
  const server = createServer((request, response) => {
    host.asked += 1;
    host.answer(request, response);
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const host: IssuerHost = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    answer,
    asked: 0,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return host;
}

export function says(text: string, status = 200): RequestListener {
  return (_, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}
