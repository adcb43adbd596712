// One call of one subgraph over HTTP: bounded in time and bytes, repeated only after a connection error.
import { type Dispatcher, errors as undiciErrors } from 'undici';
import { ASSERTION_HEADER } from '#trust/assertion/index.ts';
import type { CallOptions } from '../config/read.ts';
import { answerBounds } from './answer-bounds.ts';
import { CallFailure } from './call-failure.ts';
import { readAnswer, type SubgraphAnswer } from './read-answer.ts';

export interface Call {
  readonly origin: string;
  /** With the query of the URL, if it has one. */
  readonly path: string;
  /** JSON. */
  readonly body: string;
  /** How many entities it asks for; undefined for something else. */
  readonly entities: number | undefined;
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
export function callSubgraph(dispatcher: Dispatcher, call: Call, options: CallOptions): Promise<SubgraphAnswer> {
  return new Promise((done, fail) => {
    const bounds = answerBounds(options, call.entities);
    let attempts = 0;
    const attempt = () => {
      attempts += 1;
      new Attempt(call, bounds.bytes, options.timeout, take, failed).send(dispatcher);
    };
    const take = (json: Buffer) => {
      try {
        done(readAnswer(json, bounds, call.origin, call.deadline));
      } catch (error) {
        fail(error);
      }
    };
    const failed = (error: unknown) => {
      const failure = failureOf(error);
      const again =
        failure.kind === 'connection' &&
        call.repeatable &&
        attempts <= options.retries &&
        performance.now() < call.deadline;
      if (again) attempt();
      else fail(failure);
    };
    attempt();
  });
}

/** Bytes of a chunk in the mean, beside some: one of a single byte takes as long as one of some hundred. */
const CHUNK_BYTES = 64;
const SOME_CHUNKS = 1_000;

/** By `dispatch`, the lowest door of undici: a promise and a stream less for each call. Redirects are never followed. */
class Attempt implements Dispatcher.DispatchHandler {
  readonly #call: Call;
  readonly #most: number;
  readonly #done: (json: Buffer) => void;
  readonly #fail: (error: unknown) => void;
  readonly #late: NodeJS.Timeout;
  #running: Dispatcher.DispatchController | undefined;
  #over: Error | undefined;
  #status = 0;
  #bytes = 0;
  #chunks = 0;
  #first: Buffer | undefined;
  #rest: Buffer[] | undefined;

  constructor(call: Call, most: number, timeout: number, done: (json: Buffer) => void, fail: (error: unknown) => void) {
    this.#call = call;
    this.#most = most;
    this.#done = done;
    this.#fail = fail;
    // Timers come before sockets: after a turn that took long, what is there already is looked at first.
    this.#late = setTimeout(
      () => setImmediate(() => this.#stop(new CallFailure('timeout', `expected an answer within ${timeout} ms`))),
      Math.max(0, call.deadline - performance.now()),
    );
  }

  send(dispatcher: Dispatcher): void {
    const { origin, path, body, requestId, assertion } = this.#call;
    // A client's own headers never reach a subgraph.
    const headers = ['content-type', 'application/json', 'accept', 'application/json', 'x-request-id', requestId];
    if (assertion !== undefined) headers.push(ASSERTION_HEADER, assertion);
    dispatcher.dispatch(
      // One time-out for the whole call, from its place in the queue to its last byte.
      { origin, path, method: 'POST', headers, body, headersTimeout: 0, bodyTimeout: 0 },
      this,
    );
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#running = controller;
    // Given up while it waited for a connection: it is not sent.
    if (this.#over) controller.abort(this.#over);
  }

  onResponseStart(_: unknown, status: number): void {
    this.#status = status;
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#chunks += 1;
    if (this.#bytes > this.#most || this.#chunks > SOME_CHUNKS + this.#most / CHUNK_BYTES)
      this.#stop(new CallFailure('too-large', `expected at most ${this.#most} bytes`));
    else if (!this.#first) this.#first = chunk;
    else if (this.#rest) this.#rest.push(chunk);
    else this.#rest = [this.#first, chunk];
  }

  onResponseEnd(): void {
    const fault = statusFault(this.#status);
    if (fault) this.#stop(fault);
    if (this.#over) return;
    clearTimeout(this.#late);
    this.#done(this.#rest ? Buffer.concat(this.#rest, this.#bytes) : (this.#first ?? Buffer.alloc(0)));
  }

  onResponseError(_: unknown, error: Error): void {
    this.#stop(error);
  }

  #stop(error: Error): void {
    if (this.#over) return;
    this.#over = error;
    clearTimeout(this.#late);
    this.#running?.abort(error);
    this.#fail(error);
  }
}

function statusFault(status: number): CallFailure | undefined {
  if (status === 401 || status === 403) return new CallFailure('refused', `got HTTP status ${status}`);
  return status >= 300 && status < 400 ? new CallFailure('nonsense', `got HTTP status ${status}`) : undefined;
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
