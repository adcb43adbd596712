// One call of one subgraph over HTTP: bounded in time and bytes, repeated only after a connection error.
import { type Dispatcher, errors as undiciErrors } from 'undici';
import { ASSERTION_HEADER } from '#trust/assertion/index.ts';
import type { CallOptions } from '../config/read.ts';
import { CallFailure } from './call-failure.ts';
import { hasManyValues, MOST_VALUES } from './many-values.ts';

/** What a subgraph answers: at least one of the two. */
export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly unknown[];
}

export interface Call {
  readonly origin: string;
  /** With the query of the URL, if it has one. */
  readonly path: string;
  /** JSON. */
  readonly body: string;
  readonly requestId: string;
  /** Who asks, for this subgraph; undefined for nobody in particular. */
  readonly assertion: string | undefined;
  /** False for a mutation and for whatever belongs to one: never sent twice. */
  readonly repeatable: boolean;
  /** When it is to have ended, attempts and all, by `performance.now()`. */
  readonly deadline: number;
}

/** Errors of a connection: the subgraph may not have seen the call. */
const CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** TLS did not come about: one side does not take the other's certificate, or the line is none of TLS. */
const UNTRUSTED =
  /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_)/;

/** @throws CallFailure for anything but an answer in the form of GraphQL. */
export async function callSubgraph(dispatcher: Dispatcher, call: Call, options: CallOptions): Promise<SubgraphAnswer> {
  for (let attempt = 0; ; attempt++) {
    try {
      return readAnswer(await send(dispatcher, call, options));
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind !== 'connection' || !call.repeatable || attempt >= options.retries) throw failure;
      if (performance.now() >= call.deadline) throw failure;
    }
  }
}

/** By `dispatch`, the lowest door of undici: a promise and a stream less for each call. Redirects are never followed. */
function send(dispatcher: Dispatcher, call: Call, options: CallOptions): Promise<string> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    let [bytes, status] = [0, 0];
    let running: Dispatcher.DispatchController | undefined;
    let over: Error | undefined;
    const stop = (error: Error) => {
      if (over) return;
      over = error;
      clearTimeout(late);
      running?.abort(error);
      fail(error);
    };
    const late = setTimeout(
      () => stop(new CallFailure('timeout', `expected an answer within ${options.timeout} ms`)),
      Math.max(0, call.deadline - performance.now()),
    );
    dispatcher.dispatch(
      {
        origin: call.origin,
        path: call.path,
        method: 'POST',
        // A client's own headers never reach a subgraph.
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'x-request-id': call.requestId,
          ...(call.assertion === undefined ? {} : { [ASSERTION_HEADER]: call.assertion }),
        },
        body: call.body,
        // One time-out for the whole call, from its place in the queue to its last byte.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        onRequestStart(controller) {
          running = controller;
          // Given up while it waited for a connection: it is not sent.
          if (over) controller.abort(over);
        },
        onResponseStart(_, statusCode) {
          status = statusCode;
        },
        onResponseData(_, chunk) {
          bytes += chunk.length;
          if (bytes > options.maxBytes)
            stop(new CallFailure('too-large', `expected at most ${options.maxBytes} bytes`));
          else chunks.push(chunk);
        },
        onResponseEnd() {
          const fault = statusFault(status);
          if (fault) stop(fault);
          if (over) return;
          clearTimeout(late);
          const [first] = chunks;
          const whole = chunks.length === 1 && first ? first : Buffer.concat(chunks, bytes);
          if (hasManyValues(whole))
            fail(new CallFailure('too-large', `expected at most ${MOST_VALUES} objects and lists`));
          else done(whole.toString('utf8'));
        },
        onResponseError: (_, error) => stop(error),
      },
    );
  });
}

function statusFault(status: number): CallFailure | undefined {
  if (status === 401 || status === 403) return new CallFailure('refused', `got HTTP status ${status}`);
  return status >= 300 && status < 400 ? new CallFailure('nonsense', `got HTTP status ${status}`) : undefined;
}

function readAnswer(text: string): SubgraphAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    throw new CallFailure('nonsense', 'expected JSON', { cause: error });
  }
  if (!isRecord(answer)) throw new CallFailure('nonsense', 'expected a JSON object');
  const { data, errors } = answer;
  const hasData = data === null || isRecord(data);
  if ((data !== undefined && !hasData) || (errors !== undefined && !Array.isArray(errors)))
    throw new CallFailure('nonsense', 'expected data and errors in the form of GraphQL');
  if (!hasData && errors === undefined) throw new CallFailure('nonsense', 'expected data or errors, got neither');
  if (errors === undefined) return { data: data as Record<string, unknown> | null };
  return { ...(hasData ? { data } : {}), errors };
}

function failureOf(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error;
  // It has no code.
  if (error instanceof undiciErrors.HTTPParserError)
    return new CallFailure('nonsense', 'expected HTTP', { cause: error });
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (UNTRUSTED.test(code)) return new CallFailure('untrusted', code, { cause: error });
  const kind = CONNECTION.has(code) ? 'connection' : code.startsWith('UND_ERR_') ? 'nonsense' : 'unexpected';
  return new CallFailure(kind, code || 'the call failed', { cause: error });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
