// Sends one generated document to a gateway. Data and errors come together: a refusal or a participant that is down
// costs its own fields, never the rest.
import type { TypedDocumentString } from './generated/graphql.ts';

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

/** The gateway did not take the request: no token or a bad one (401), or an operation that is not valid (400). */
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

/**
 * @throws RequestError where the gateway refuses the request as a whole.
 */
export async function execute<Data, Variables>(
  gateway: Gateway,
  document: TypedDocumentString<Data, Variables>,
  ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
): Promise<Answer<Data>> {
  const send = gateway.fetch ?? fetch;
  const response = await send(gateway.url, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      authorization: `Bearer ${await gateway.token()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const body = (await read(response)) as Partial<Answer<Data>> | undefined;
  if (!response.ok || !body) throw new RequestError(response.status, body?.errors ?? []);
  return { data: body.data ?? null, errors: body.errors ?? [] };
}

async function read(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
