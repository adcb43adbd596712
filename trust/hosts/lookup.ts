// Where a host is. Node looks for as many names at once as half its threads, and a name whose server is silent takes one for many
// seconds: without a bound, callers of one such name hold up every new connection, whomever it is to. And while nobody can tell
// where a host is, it most often is where it was; who answers there has to show its certificate all the same.
import dns, { type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';

export interface HostLookupOptions {
  /** Asks the system; it may take as long as it likes. */
  readonly resolve?: typeof dns.lookup;
  /** Milliseconds after which a host is where it was found last. */
  readonly patience?: number;
  /** How many the system looks for at once. */
  readonly places?: number;
}

type Done = (error: NodeJS.ErrnoException | null, found: readonly LookupAddress[]) => void;

interface Found {
  readonly addresses: readonly LookupAddress[];
  /** By `performance.now()`. */
  readonly at: number;
}

interface Asked {
  readonly hostname: string;
  readonly options: LookupOptions;
  readonly waiting: Set<Done>;
}

const PATIENCE_MS = 1_000;
/** Milliseconds for which a host is where it was: a name that cannot be looked for is to be noticed some day. */
const LASTS_MS = 86_400_000;
/** More names than a process calls; what was found first is forgotten first. */
const MOST_KNOWN = 1_000;

/** For the process: its threads are its own. */
export const lookupHost: LookupFunction = hostLookup();

/**
 * For `net.connect` and what is built on it. One name is looked for once at a time, for all who wait; names that were slow share
 * half the places. What the system says does not exist is forgotten; for any other error, and where the answer takes longer than a
 * second, or every place is taken by names that do, the last addresses are the answer, where there are any.
 */
export function hostLookup(options: HostLookupOptions = {}): LookupFunction {
  const { resolve = dns.lookup, patience = PATIENCE_MS, places = placesOf(process.env.UV_THREADPOOL_SIZE) } = options;
  const found = new Map<string, Found>();
  const slow = new Map<string, true>();
  const queue = new Map<string, Asked>();
  const running = new Map<string, Asked>();
  /** Of those that are running, the ones that take long. */
  const late = new Set<string>();

  const start = (key: string, asked: Asked) => {
    queue.delete(key);
    running.set(key, asked);
    const isLate = () => {
      if (running.get(key) !== asked) return;
      late.add(key);
      keep(slow, key, true);
    };
    // After a turn that took long, answers that are there already come first.
    const timer = setTimeout(() => setImmediate(isLate), patience).unref();
    const done: Done = (error, addresses) => {
      clearTimeout(timer);
      running.delete(key);
      // One that failed at once held up nobody.
      if (!late.delete(key)) slow.delete(key);
      if (!error && addresses.length > 0) keep(found, key, { addresses, at: performance.now() });
      else if (error?.code === 'ENOTFOUND') found.delete(key);
      startNext();
      const last = lastOf(key);
      for (const each of asked.waiting) each(last ? null : (error ?? notFound(asked.hostname)), last ?? []);
    };
    try {
      resolve(asked.hostname, { ...asked.options, all: true }, done);
    } catch (error) {
      done(error as NodeJS.ErrnoException, []);
    }
  };
  const startNext = () => {
    for (const [key, asked] of queue) {
      if (running.size >= places) return;
      const slowOnes = [...running.keys()].filter((each) => slow.has(each)).length;
      if (!slow.has(key) || slowOnes < Math.max(1, places >> 1)) start(key, asked);
    }
  };
  const lastOf = (key: string) => {
    const last = found.get(key);
    return last && performance.now() - last.at < LASTS_MS ? last.addresses : undefined;
  };

  return (hostname, { all, ...asks }, callback) => {
    const key = JSON.stringify([hostname, asks.family, asks.hints, asks.order, asks.verbatim]);
    const asked = running.get(key) ?? queue.get(key) ?? { hostname, options: asks, waiting: new Set() };
    let timer: NodeJS.Timeout | undefined;
    const done: Done = (error, addresses) => {
      clearTimeout(timer);
      asked.waiting.delete(done);
      const [first] = addresses;
      if (!first) callback(error, '');
      else if (all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    };
    asked.waiting.add(done);
    const last = lastOf(key);
    // Not before this returns: whoever connects has not yet said what is to happen.
    if (last) timer = setTimeout(done, late.size < places ? patience : 0, null, last);
    if (running.has(key)) return;
    queue.set(key, asked);
    startNext();
  };
}

/** As libuv reads it: four threads where nothing is said, one where that is no number. Half of them look for hosts. */
function placesOf(threads: string | undefined): number {
  const number = threads === undefined ? 4 : Number.parseInt(threads, 10) || 1;
  return Math.ceil(Math.min(Math.max(number, 1), 1_024) / 2);
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`expected addresses of ${hostname}, got none`), { code: 'ENOTFOUND' });
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  for (const [oldest] of map) {
    if (map.size <= MOST_KNOWN) break;
    map.delete(oldest);
  }
}
