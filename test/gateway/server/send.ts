// Sends a request as it is to be, and takes an answer whole: to compare what two gateways answer, to the byte.
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { ensureDevelopmentKey, signDevelopmentToken } from '#gateway/authentication/index.ts';
import type { AnyGateway } from './any-supergraph.ts';

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  /** Those without a value are not sent. */
  readonly headers?: Record<string, string | string[] | undefined>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
  /** Scope of the token. Without: no token. */
  readonly as?: string;
  /** What the subgraph `two` answers meanwhile; undefined: it cuts the connection. */
  readonly two?: string | undefined;
}

export interface Received {
  readonly status: number | undefined;
  /** In their order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly bytes: string;
}

export async function send(
  url: string,
  { method = 'POST', path = '/graphql', headers, body }: Sent,
): Promise<Received> {
  const { hostname, port } = new URL(url);
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const all = { 'content-type': 'application/json', connection: 'keep-alive', ...headers };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const length =
    'transfer-encoding' in given || method === 'HEAD' || method === 'GET'
      ? {}
      : { 'content-length': Buffer.byteLength(text) };
  const request = httpRequest({ hostname, port, path, method, headers: { ...given, ...length }, agent: false });
  request.end(method === 'HEAD' || method === 'GET' ? undefined : text);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const bytes = Buffer.concat(await response.toArray()).toString('latin1');
  const { rawHeaders } = response;
  const pairs = rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, plain(name, rawHeaders[index + 1] ?? '')]] : [],
  );
  return { status: response.statusCode, headers: pairs, bytes };
}

async function bearer({ folder }: AnyGateway, scope: string): Promise<Record<string, string>> {
  const { keyFile } = await ensureDevelopmentKey(folder);
  const token = await signDevelopmentToken({ keyFile, agency: 'any', scope, subject: 'somebody' });
  return { authorization: `Bearer ${token}` };
}

export async function sendTo(running: AnyGateway, sent: Sent): Promise<Received> {
  if ('two' in sent) running.subgraphs.get('two')?.behave(() => sent.two);
  const token = sent.as === undefined ? {} : await bearer(running, sent.as);
  return send(running.gateway.url, { ...sent, headers: { ...token, ...sent.headers } });
}

/** Without what is another each time. */
function plain(name: string, value: string): string {
  if (name === 'x-request-id' || name === 'date' || name === 'Date') return 'any';
  return name === 'server-timing' ? value.replaceAll(/dur=[\d.]+/g, 'dur=any') : value;
}
