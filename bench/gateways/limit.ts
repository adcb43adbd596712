// What the calls themselves cost: a server written by hand for three of the workloads, that asks the subgraphs what a plan
// would and joins what they answer, on a Node with the same flags. It knows no schema, no rights and no other operation, so that
// nothing here is a gateway; what a gateway takes beyond it is its own.
import { join } from 'node:path';
import type { GatewayEntry } from './gateway.ts';

/** As the command starts a gateway (cli/gateway-flags.ts), which nothing here may import. */
const FLAGS = [
  '--max-semi-space-size=64',
  '--no-allocation-site-pretenuring',
  '--external-memory-accounted-in-global-limit',
];
const SERVER = join(import.meta.dirname, 'limit-server.ts');

export const limit: GatewayEntry = {
  id: 'limit',
  title: 'no gateway: node:http, undici and JSON by hand',
  workloads: ['W1', 'W2', 'W3'],
  launch: ({ subgraphs }, port) => ({
    command: process.execPath,
    args: [
      ...FLAGS,
      SERVER,
      JSON.stringify(Object.fromEntries(subgraphs.map(({ name, url }) => [name, url]))),
      String(port),
    ],
    path: '/graphql',
    env: { NODE_ENV: 'production' },
  }),
};
