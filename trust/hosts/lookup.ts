// Where a host is. The system's resolver has two of Node's threads, and a name whose server is silent takes one for many
// seconds: without a bound, callers of one such name hold up every new connection, whomever it is to. And while nobody can tell
// where a host is, it most often is where it was; who answers there has to show its certificate all the same.
import dns, { type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';

export interface HostLookupOptions {
  /** Asks the system; it may take as long as it likes. */
  readonly resolve?: typeof dns.lookup;
  /** Milliseconds after which a host is where it was found last. */
  readonly patience?: number;
}

type Done = (error: NodeJS.ErrnoException | null, found: readonly LookupAddress[]) => void;

interface Asked {
  readonly hostname: string;
  readonly options: LookupOptions;
  readonly waiting: Set<Done>;
}

/** As many as the system looks for at once. */
const MOST = 2;
const PATIENCE_MS = 1_000;
/** More names than a process calls; what was found first is forgotten first. */
const MOST_KNOWN = 1_000;

/** For the process: its threads are its own. */
export const lookupHost: LookupFunction = hostLookup();

/**
 * For `net.connect` and what is built on it. One name is looked for once at a time, for all who wait; names that were slow or
 * not found share one place of the two. What the system says does not exist is forgotten; for any other error the last
 * addresses are the answer, where there are any.
 */
export function hostLookup({ resolve = dns.lookup, patience = PATIENCE_MS }: HostLookupOptions = {}): LookupFunction {
  const found = new Map<string, readonly LookupAddress[]>();
  const slow = new Map<string, true>();
  const queue = new Map<string, Asked>();
  const running = new Map<string, Asked>();

  const start = (key: string, asked: Asked) => {
    let isLate = false;
    const late = setTimeout(() => {
      isLate = true;
      keep(slow, key, true);
    }, patience).unref();
    const done: Done = (error, addresses) => {
      clearTimeout(late);
      running.delete(key);
      if (error || isLate) keep(slow, key, true);
      else slow.delete(key);
      if (!error) keep(found, key, addresses);
      else if (error.code === 'ENOTFOUND') found.delete(key);
      const last = found.get(key);
      for (const each of asked.waiting) each(last ? null : error, last ?? []);
      startNext();
    };
    queue.delete(key);
    running.set(key, asked);
    resolve(asked.hostname, { ...asked.options, all: true }, done);
  };
  const startNext = () => {
    for (const [key, asked] of queue) {
      const isSlow = slow.has(key);
      if (running.size < MOST && !(isSlow && [...running.keys()].some((each) => slow.has(each)))) start(key, asked);
    }
  };

  return (hostname, { all, ...options }, callback) => {
    const key = JSON.stringify([hostname, options.family, options.hints, options.order, options.verbatim]);
    const asked = running.get(key) ?? queue.get(key) ?? { hostname, options, waiting: new Set() };
    let late: NodeJS.Timeout | undefined;
    const done: Done = (error, addresses) => {
      clearTimeout(late);
      asked.waiting.delete(done);
      const [first] = addresses;
      if (!first) callback(error, '');
      else if (all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    };
    asked.waiting.add(done);
    if (found.has(key)) late = setTimeout(() => done(null, found.get(key) ?? []), patience);
    if (running.has(key)) return;
    queue.set(key, asked);
    startNext();
  };
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  for (const [oldest] of map) {
    if (map.size <= MOST_KNOWN) break;
    map.delete(oldest);
  }
}
