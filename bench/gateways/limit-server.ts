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
const recipes = new Map(
  [...['W1', 'W2'].map(wide), ['W3', forwarded] as const].map(([id, answer]) => [queryOf(id), answer]),
);

function queryOf(id: string): string {
  return workload(id).request(0).query;
}

/** One call of the hub for a page of heads, then one of each owner for the rest. */
function wide(id: string): readonly [string, () => Promise<unknown>] {
  const query = queryOf(id);
  const cut = query.indexOf(FIRST_OF_PARTICIPANT[id] ?? '');
  const end = query.length - ' } } } }'.length;
  const heads = `${query.slice(0, cut).replace('nodes {', 'nodes { __typename')} } } } }`;
  const bodies = new Map<string, string>();
  const bodyOf = (type: string) => {
    const text = bodies.get(type) ?? bodyQuery(type, query.slice(cut, end));
    bodies.set(type, text);
    return text;
  };
  return [
    id,
    async () => {
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
    },
  ];
}

function bodyQuery(type: string, fields: string): string {
  return `query Rest($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${fields} } } }`;
}

function forwarded(): Promise<unknown> {
  return call(HUB, queryOf('W3'), {});
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

  onResponseStart(): void {}

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
    // What the bench asks to see whether it runs.
    const recipe = recipes.get(query) ?? (async () => ({ __typename: 'Query' }));
    recipe().then(
      (data) =>
        response.setHeader('content-type', 'application/json; charset=utf-8').end(`${JSON.stringify({ data })}\n`),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(port), '127.0.0.1');
