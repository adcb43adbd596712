// Puts the text of a persisted operation into a request that names it by its id, before anybody else looks at the request;
// and refuses what is not on the list, where nothing else is answered. What is left is a request with a text, or one that
// names no operation at all.
import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ERRORS } from '../errors/error-table.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { OperationList } from './operation-list.ts';

export interface Refusal {
  readonly code: 'PERSISTED_QUERY_NOT_FOUND' | 'PERSISTED_QUERY_NOT_IN_LIST' | 'BAD_REQUEST';
  readonly message: string;
}

/** Changes the request's body or URL where it names an operation by its id. Undefined: it may go on. */
export type TakeRequest = (request: FastifyRequest) => Refusal | undefined;

export interface TakeRequestOptions {
  /** In use now. */
  readonly list: () => OperationList;
  /** Whether nothing else is answered. */
  readonly only: boolean;
  readonly metrics: Pick<Metrics, 'persistedLookups'>;
}

interface Named {
  readonly documentId?: unknown;
  readonly query?: unknown;
  readonly extensions?: unknown;
}

/** What may go on instead of what was sent. */
type Taken = { readonly named: Named; readonly byId: boolean } | { readonly refusal: Refusal };

const NOT_FOUND = constant('PERSISTED_QUERY_NOT_FOUND');
const NOT_IN_LIST = constant('PERSISTED_QUERY_NOT_IN_LIST');
const SHA256 = 'sha256:';
/** As the bridge to Apollo Server reads it, but for the host. */
const BASE = 'http://localhost/';

export function takeRequest({ list, only, metrics }: TakeRequestOptions): TakeRequest {
  const taken = (sent: Named): Taken => {
    const { documentId = null, query = null } = sent;
    const persistedQuery = isRecord(sent.extensions) ? (sent.extensions.persistedQuery ?? null) : null;
    if (documentId === null && persistedQuery === null) return { named: sent, byId: false };
    if (documentId !== null && (persistedQuery !== null || query !== null))
      return refused('Expected one of query, documentId and extensions.persistedQuery, got several.');
    const id = documentId === null ? hashIn(persistedQuery) : idIn(documentId);
    if (typeof id !== 'string') return id;
    const left = withoutId(sent);
    if (query !== null) {
      // What is no text, Apollo Server refuses.
      if (typeof query === 'string' && hash('sha256', query, 'hex') !== id)
        return refused('Expected extensions.persistedQuery.sha256Hash to be the SHA-256 of the query, got another.');
      return { named: left, byId: false };
    }
    const text = list().find(id)?.text;
    metrics.persistedLookups.inc({ outcome: text === undefined ? 'unknown' : 'id' });
    if (text !== undefined) return { named: { ...left, query: text }, byId: true };
    return { refusal: only ? NOT_IN_LIST : NOT_FOUND };
  };
  /** Of a text that a client sent itself. */
  const unlisted = (query: unknown): Refusal | undefined => {
    if (typeof query !== 'string') return undefined;
    const listed = list().has(query);
    metrics.persistedLookups.inc({ outcome: listed ? 'text' : 'unlisted' });
    return only && !listed ? NOT_IN_LIST : undefined;
  };
  const inBody = (request: FastifyRequest): Refusal | undefined => {
    if (!isRecord(request.body)) return undefined;
    const found = taken(request.body);
    if ('refusal' in found) return found.refusal;
    request.body = found.named;
    return found.byId ? undefined : unlisted(found.named.query);
  };
  const inUrl = (request: FastifyRequest): Refusal | undefined => {
    const { url = '' } = request.raw;
    const from = url.indexOf('?');
    // What makes no URL, the bridge to Apollo Server refuses.
    if (from < 0 || !URL.canParse(url, BASE)) return undefined;
    const { searchParams } = new URL(url, BASE);
    const texts = searchParams.getAll('query');
    const extensions = extensionsIn(searchParams);
    // What stands there twice, or is no JSON, Apollo Server refuses; all the same each text has to be on the list.
    if (extensions !== undefined && texts.length < 2 && searchParams.getAll('documentId').length < 2) {
      const sent: Named = { documentId: searchParams.get('documentId'), query: texts[0], extensions };
      const found = taken(sent);
      if ('refusal' in found) return found.refusal;
      if (found.named !== sent) {
        const params = written(searchParams, found.named);
        request.raw.url = `${url.slice(0, from)}?${params.toString()}`;
        request.query = Object.fromEntries(params);
      }
    }
    return texts.map(unlisted).find((refusal) => refusal !== undefined);
  };
  // Both, whatever the method: nothing is carried out whose text was not seen here.
  return (request) => inBody(request) ?? inUrl(request);
}

function withoutId({ documentId: _id, extensions, ...rest }: Named): Named {
  const { persistedQuery: _query, ...others } = isRecord(extensions) ? extensions : {};
  return Object.keys(others).length > 0 ? { ...rest, extensions: others } : rest;
}

function written(sent: URLSearchParams, { query, extensions }: Named): URLSearchParams {
  const params = new URLSearchParams(sent);
  params.delete('documentId');
  params.delete('extensions');
  if (extensions !== undefined) params.set('extensions', JSON.stringify(extensions));
  if (typeof query === 'string') params.set('query', query);
  return params;
}

/** Undefined: Apollo Server refuses it. */
function extensionsIn(searchParams: URLSearchParams): Record<string, unknown> | undefined {
  const [text = '{}', ...more] = searchParams.getAll('extensions');
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && more.length === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

/** As Apollo's clients send it. */
function hashIn(persistedQuery: unknown): string | { readonly refusal: Refusal } {
  if (isRecord(persistedQuery) && persistedQuery.version === 1 && typeof persistedQuery.sha256Hash === 'string')
    return persistedQuery.sha256Hash;
  return refused('Expected extensions.persistedQuery to be { version: 1, sha256Hash: "…" }, got something else.');
}

/** As the draft of GraphQL over HTTP has it; ids of other kinds are on no list. */
function idIn(documentId: unknown): string | { readonly refusal: Refusal } {
  if (typeof documentId !== 'string') return refused('Expected documentId to be a string, got something else.');
  return documentId.startsWith(SHA256) ? documentId.slice(SHA256.length) : '';
}

function constant(code: Exclude<Refusal['code'], 'BAD_REQUEST'>): Refusal {
  return { code, message: ERRORS[code].message };
}

function refused(message: string): { readonly refusal: Refusal } {
  return { refusal: { code: 'BAD_REQUEST', message } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
