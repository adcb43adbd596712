// A process: node stitching.mjs SUPERGRAPH PORT — graphql-yoga over a schema stitched from the supergraph.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { createYoga } from 'graphql-yoga';

const [supergraph, port] = process.argv.slice(2);
const schema = getStitchedSchemaFromSupergraphSdl({
  supergraphSdl: readFileSync(supergraph, 'utf8'),
  batch: true,
  // No sharing of subgraph answers between requests in flight.
  httpExecutorOpts: { deduplicateInflightRequests: false },
});
const yoga = createYoga({ schema, logging: false, graphiql: false });
createServer((request, response) => void yoga(request, response)).listen(Number(port), '127.0.0.1');
