// A process of its own: the hub and every participant as mock subgraphs, each on its own port of the loopback.
//   node bench/world/subgraphs.ts PARTICIPANTS CASES [SLOWEST_MS]
// Prints one line of JSON, the port of each by name. With SLOWEST_MS each participant answers after 50 ms to that.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from './answer.ts';
import { benchWorld } from './records.ts';
import { benchRoster } from './roster.ts';

const [participants = 25, cases = 500, slowest = 0] = process.argv.slice(2).map(Number);
const NEAREST_MS = 50;
const MOST_ANSWERS = 2_000;

const roster = benchRoster(participants);
const world = benchWorld(roster, cases);
const ports: Record<string, number> = {};
const names = ['campaign', ...roster.map(({ code }) => code.toLowerCase())];
for (const [index, name] of names.entries()) {
  const delay =
    slowest > 0 && index > 0 ? NEAREST_MS + ((slowest - NEAREST_MS) * (index - 1)) / (names.length - 2 || 1) : 0;
  ports[name] = await serve(name, delay);
}
process.stdout.write(`${JSON.stringify(ports)}\n`);
process.on('disconnect', () => process.exit());

function serve(name: string, delay: number): Promise<number> {
  const answers = new Map<string, string>();
  const answerTo = (body: string) => {
    let text = answers.get(body);
    if (text === undefined) {
      const { query, variables = {} } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
      text = JSON.stringify({ data: answer(world, name, query, variables) });
      if (answers.size >= MOST_ANSWERS) answers.clear();
      answers.set(body, text);
    }
    return text;
  };
  const send = (response: ServerResponse, body: string) => {
    try {
      response.setHeader('content-type', 'application/json').end(answerTo(body));
    } catch (error) {
      process.stderr.write(`${name}: ${String(error)}\n`);
      response.writeHead(500).end();
    }
  };
  const server = createServer((request, response) => {
    // A gateway posts its audit checkpoints to the hub; there is none here.
    if (request.url !== '/graphql') {
      response.writeHead(404).end();
      return;
    }
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      if (delay > 0) setTimeout(send, delay, response, body);
      else send(response, body);
    });
  });
  server.keepAliveTimeout = 60_000;
  return new Promise((ready) => {
    server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port));
  });
}
