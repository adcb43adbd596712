// A process: node bench/gateways/apollo-server.ts SUPERGRAPH PORT stock|undici
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { Agent, request } from 'undici';

const [supergraph = '', port = '', fetcher = 'stock'] = process.argv.slice(2);
type Fetcher = NonNullable<RemoteGraphQLDataSource['fetcher']>;

const agent = new Agent({ connections: 64, pipelining: 1 });
/** As much of `fetch` as the stock data source uses. */
const undiciFetcher = (async (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => {
  const { statusCode, headers, body } = await request(url, {
    dispatcher: agent,
    method: init.method,
    headers: init.headers,
    body: init.body ?? null,
  });
  return {
    status: statusCode,
    ok: statusCode < 300,
    headers: {
      get: (name: string) => headers[name.toLowerCase()] ?? null,
      [Symbol.iterator]: () => [][Symbol.iterator](),
    },
    json: () => body.json(),
    text: () => body.text(),
  };
}) as unknown as Fetcher;

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(supergraph, 'utf8'),
  ...(fetcher === 'undici'
    ? { buildService: ({ url }) => new RemoteGraphQLDataSource({ ...(url ? { url } : {}), fetcher: undiciFetcher }) }
    : {}),
});
const server = new ApolloServer({ gateway });
const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(port) } });
process.stdout.write(`ready ${url}\n`);
