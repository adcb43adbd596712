// A participant's feed as a test wants it: honest by default, and whatever a stranger might send.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly after: string | null;
  readonly first: number;
  readonly query: string;
}

/** An answer as JSON, or a function that writes its own. */
export type Answer = object | ((response: ServerResponse, request: IncomingMessage) => void);

export interface FeedServer {
  readonly url: string;
  /** What honest answers are made of. The cursor is the name of the store and the number of entries read. */
  entries: unknown[];
  store: string;
  /** Instead of the honest answer; undefined for that. */
  answer: ((asked: Asked) => Answer | undefined) | undefined;
  readonly asked: Asked[];
  /** Headers of each call. */
  readonly headers: IncomingHttpHeaders[];
  close(): Promise<void>;
}

export async function serveFeed(entries: unknown[] = [], port = 0): Promise<FeedServer> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { query, variables } = JSON.parse(body);
      const asked: Asked = { ...variables, query };
      feed.asked.push(asked);
      feed.headers.push(request.headers);
      const answer = feed.answer?.(asked) ?? honest(asked);
      if (typeof answer === 'function') answer(response, request);
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const feed: FeedServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    entries,
    store: 'A',
    answer: undefined,
    asked: [],
    headers: [],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return feed;

  function honest({ after, first }: Asked): object {
    const [store, number = '0'] = after?.split(':') ?? [feed.store];
    if (store !== feed.store) {
      return { errors: [{ message: 'unknown', extensions: { code: 'CURSOR_UNKNOWN' } }], data: { caseFeed: null } };
    }
    const from = Number(number);
    const page = feed.entries.slice(from, from + first);
    return pageOf(`${store}:${from + page.length}`, from + page.length < feed.entries.length, page);
  }
}

export function pageOf(cursor: unknown, more: unknown, entries: unknown): object {
  return { data: { caseFeed: { cursor, more, entries } } };
}
