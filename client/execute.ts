// Sends one generated document to a gateway, by its id where the gateway knows it. Data and errors come together: a refusal
// or a participant that is down costs its own fields, never the rest.
import type { TypedDocumentString } from './generated/graphql.ts';
import { idOf } from './id.ts';

export interface GraphQLErrorEntry {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string } & Readonly<Record<string, unknown>>;
}

export interface Answer<Data> {
  readonly data: Data | null;
  readonly errors: readonly GraphQLErrorEntry[];
}

export interface Gateway {
  /** Address of the gateway, for example `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** Bearer token; asked for at each request, so that a new one is taken up. */
  readonly token: () => string | Promise<string>;
  readonly fetch?: typeof fetch;
}

/**
 * The gateway did not take the request: no token or a bad one (401), an operation that is not valid (400) or not on the list
 * of those that are answered (403).
 */
export class RequestError extends Error {
  readonly status: number;
  readonly errors: readonly GraphQLErrorEntry[];

  constructor(status: number, errors: readonly GraphQLErrorEntry[]) {
    super(`expected the gateway to take the request, got HTTP ${status}${errors[0] ? `: ${errors[0].message}` : ''}`);
    this.name = 'RequestError';
    this.status = status;
    this.errors = errors;
  }
}

type Body<Data> = Partial<Answer<Data>> | undefined;

/** What each gateway did not know by its id; `all` where it knows nothing by an id. */
const unknown = new WeakMap<Gateway, Set<unknown>>();

/**
 * @throws RequestError where the gateway refuses the request as a whole.
 */
export async function execute<Data, Variables>(
  gateway: Gateway,
  document: TypedDocumentString<Data, Variables>,
  ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
): Promise<Answer<Data>> {
  const id = isKnown(gateway, document) ? await idOf(document) : undefined;
  const byId = { variables, extensions: { persistedQuery: { version: 1, sha256Hash: id } } };
  let [response, body] = id === undefined ? [] : await post<Data>(gateway, byId);
  // Nothing was carried out where the id was not known.
  if (response === undefined || forget(gateway, document, body))
    [response, body] = await post<Data>(gateway, { query: document.toString(), variables });
  if (!response.ok || !body) throw new RequestError(response.status, body?.errors ?? []);
  return { data: body.data ?? null, errors: body.errors ?? [] };
}

async function post<Data>(gateway: Gateway, body: unknown): Promise<[Response, Body<Data>]> {
  const send = gateway.fetch ?? fetch;
  const response = await send(gateway.url, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      authorization: `Bearer ${await gateway.token()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  return [response, (await read(response)) as Body<Data>];
}

function isKnown(gateway: Gateway, document: unknown): boolean {
  const those = unknown.get(gateway);
  return !those?.has('all') && !those?.has(document);
}

/** Whether the gateway said that it does not know the id. Then it is not asked by it again. */
function forget(gateway: Gateway, document: unknown, body: Body<unknown>): boolean {
  const code = body?.errors?.[0]?.extensions?.code;
  if (code !== 'PERSISTED_QUERY_NOT_FOUND' && code !== 'PERSISTED_QUERY_NOT_SUPPORTED') return false;
  const those = unknown.get(gateway) ?? new Set();
  unknown.set(gateway, those.add(code === 'PERSISTED_QUERY_NOT_FOUND' ? document : 'all'));
  return true;
}

async function read(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
