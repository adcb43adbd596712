// A process: node bench/gateways/limit-server.ts URLS PORT
// URLS is JSON: of each subgraph by name. See limit.ts.
import { createServer } from 'node:http';
import { type Dispatcher, Pool } from 'undici';
import { HUB } from '#schema/roster/supergraph-config.ts';
import { workload } from '../workloads/all.ts';

interface Head {
  readonly __typename: string;
  readonly id: string;
  readonly participant: { readonly code: string };
}

const [urls = '{}', port = ''] = process.argv.slice(2);
const subgraphs = new Map(
  Object.entries(JSON.parse(urls) as Record<string, string>).map(([name, url]) => {
    const { origin, pathname } = new URL(url);
    return [name, { origin, path: pathname, pool: new Pool(origin, { connections: 64, pipelining: 1 }) }];
  }),
);
const HEADERS = ['content-type', 'application/json', 'accept', 'application/json'];

/** Fields of a case that a participant has; those before it the hub has. */
const FIRST_OF_PARTICIPANT: Readonly<Record<string, string>> = { W1: 'seizures {', W2: 'seizedOn' };
const NODES = 'nodes {';
const END = ' } } } }';
const recipes = new Map<string, () => Promise<unknown>>([
  // What the bench asks to see whether it runs.
  ['{ __typename }', async () => ({ __typename: 'Query' })],
  [queryOf('W3'), () => call(HUB, queryOf('W3'), {})],
  ...['W1', 'W2'].map((id) => [queryOf(id), wide(id)] as const),
]);

function queryOf(id: string): string {
  return workload(id).request(0).query;
}

/** One call of the hub for a page of heads, then one of each owner for the rest. */
function wide(id: string): () => Promise<unknown> {
  const query = queryOf(id);
  const cut = query.indexOf(FIRST_OF_PARTICIPANT[id] ?? '');
  if (cut < 0 || !query.endsWith(END) || !query.includes(NODES))
    throw new Error(`expected the workload ${id} as it was when this was written, got ${query}`);
  const end = query.length - END.length;
  const heads = query.slice(0, cut).replace(NODES, `${NODES} __typename`) + END;
  const bodies = new Map<string, string>();
  const bodyOf = (type: string) => {
    const text = bodies.get(type) ?? bodyQuery(type, query.slice(cut, end));
    bodies.set(type, text);
    return text;
  };
  return async () => {
    const page = (await call(HUB, heads, {})) as { phase: { cases: { nodes: readonly Head[] } } };
    const byOwner = new Map<string, Head[]>();
    for (const head of page.phase.cases.nodes) {
      const owner = head.participant.code.toLowerCase();
      const known = byOwner.get(owner);
      if (known) known.push(head);
      else byOwner.set(owner, [head]);
    }
    const rest = new Map<string, object>();
    await Promise.all(
      [...byOwner].map(async ([owner, asked]) => {
        const representations = asked.map((head) => ({ __typename: head.__typename, id: head.id }));
        const { _entities } = (await call(owner, bodyOf(asked[0]?.__typename ?? ''), { representations })) as {
          _entities: readonly object[];
        };
        for (const [index, each] of asked.entries()) rest.set(each.id, _entities[index] ?? {});
      }),
    );
    const nodes = page.phase.cases.nodes.map((head) => ({ ...head, ...rest.get(head.id), __typename: undefined }));
    return { phase: { cases: { nodes } } };
  };
}

function bodyQuery(type: string, fields: string): string {
  return `query Rest($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${fields} } } }`;
}

function call(name: string, query: string, variables: object): Promise<unknown> {
  const subgraph = subgraphs.get(name);
  if (!subgraph) throw new Error(`expected a subgraph, got ${name}`);
  const { origin, path, pool } = subgraph;
  const body = JSON.stringify({ query, variables });
  return new Promise((done, fail) => {
    pool.dispatch(
      { origin, path, method: 'POST', headers: HEADERS, body, headersTimeout: 0, bodyTimeout: 0 },
      new Answer(done, fail),
    );
  });
}

class Answer implements Dispatcher.DispatchHandler {
  readonly #done: (data: unknown) => void;
  readonly #fail: (error: Error) => void;
  readonly #chunks: Buffer[] = [];

  constructor(done: (data: unknown) => void, fail: (error: Error) => void) {
    this.#done = done;
    this.#fail = fail;
  }

  onRequestStart(): void {}

  onResponseStart(_: unknown, status: number): void {
    if (status !== 200) throw new Error(`expected an answer, got status ${status}`);
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#done((JSON.parse(Buffer.concat(this.#chunks).toString('utf8')) as { data: unknown }).data);
  }

  onResponseError(_: unknown, error: Error): void {
    this.#fail(error);
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => {
    const { query } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { query: string };
    const recipe = recipes.get(query);
    if (!recipe) {
      response.writeHead(500).end('expected one of the workloads');
      return;
    }
    recipe().then(
      (data) =>
        response.setHeader('content-type', 'application/json; charset=utf-8').end(`${JSON.stringify({ data })}\n`),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(port), '127.0.0.1');
