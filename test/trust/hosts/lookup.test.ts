import type dns from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HostLookupOptions, hostLookup } from '#trust/hosts/index.ts';

const PATIENCE = 1_000;
const HOME: LookupAddress[] = [{ address: '127.0.0.1', family: 4 }];
const AWAY: LookupAddress[] = [
  { address: '192.0.2.1', family: 4 },
  { address: '2001:db8::1', family: 6 },
];

/** A system that answers when it is told to. */
function system(given: HostLookupOptions = { places: 2 }) {
  const asked: { name: string; done: (error: string | null, addresses?: LookupAddress[]) => void }[] = [];
  const resolve = ((
    name: string,
    options: dns.LookupAllOptions,
    done: (error: Error | null, found: LookupAddress[]) => void,
  ) => {
    expect(options.all).toBe(true);
    asked.push({
      name,
      done: (code, addresses = []) => done(code === null ? null : Object.assign(new Error(code), { code }), addresses),
    });
  }) as unknown as typeof dns.lookup;
  const lookup = hostLookup({ resolve, patience: PATIENCE, ...given });
  const results: string[] = [];
  return {
    results,
    names: () => asked.map(({ name }) => name),
    look: (name: string, options: dns.LookupOptions = {}) => {
      lookup(name, options, (error, found) => {
        const text = typeof found === 'string' ? found : found.map(({ address }) => address).join('+');
        results.push(`${name}: ${error ? error.code : text}`);
      });
    },
    /** The oldest question about this name that is not answered. */
    answer: (name: string, error: string | null, addresses?: LookupAddress[]) => {
      const at = asked.findIndex((each) => each.name === name);
      const [question] = asked.splice(at, 1);
      if (at < 0 || !question) throw new Error(`expected a question about ${name}`);
      question.done(error, addresses);
    },
  };
}

describe('a host', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is looked for once for all who ask at the same time', () => {
    const { look, names, answer, results } = system();
    look('vn');
    look('vn', { all: true });
    look('vn');
    // Four and six are two questions.
    look('vn', { family: 6 });
    expect(names()).toEqual(['vn', 'vn']);
    answer('vn', null, AWAY);
    expect(results).toEqual(['vn: 192.0.2.1', 'vn: 192.0.2.1+2001:db8::1', 'vn: 192.0.2.1']);
    answer('vn', null, AWAY.slice(1));
    expect(results.at(-1)).toBe('vn: 2001:db8::1');
  });

  it('is looked for anew by whoever asks after the answer', () => {
    const { look, answer, results } = system();
    look('vn');
    answer('vn', null, HOME);
    look('vn');
    answer('vn', null, AWAY);
    expect(results).toEqual(['vn: 127.0.0.1', 'vn: 192.0.2.1']);
  });

  it('waits for its turn where two others are looked for', () => {
    const { look, names, answer } = system();
    for (const name of ['vn', 'th', 'la', 'kh']) look(name);
    expect(names()).toEqual(['vn', 'th']);
    answer('th', null, HOME);
    expect(names()).toEqual(['vn', 'la']);
    answer('vn', 'EAI_AGAIN');
    expect(names()).toEqual(['la', 'kh']);
  });

  it('is where it was while nobody can tell', () => {
    const { look, answer, results } = system();
    look('vn');
    answer('vn', null, HOME);
    look('vn');
    answer('vn', 'EAI_AGAIN');
    expect(results).toEqual(['vn: 127.0.0.1', 'vn: 127.0.0.1']);
  });

  it('is where it was where the answer takes longer than a second, and no sooner', () => {
    const { look, answer, results } = system();
    look('vn');
    answer('vn', null, HOME);
    look('vn');
    vi.advanceTimersByTime(PATIENCE - 1);
    expect(results).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(results).toEqual(['vn: 127.0.0.1', 'vn: 127.0.0.1']);
    // Told once, and whoever asks later has the answer that came late.
    answer('vn', null, AWAY);
    expect(results).toHaveLength(2);
    look('vn');
    answer('vn', 'EAI_AGAIN');
    expect(results.at(-1)).toBe('vn: 192.0.2.1');
  });

  it('that was never found is waited for, and the error told', () => {
    const { look, answer, results } = system();
    look('vn');
    vi.advanceTimersByTime(60_000);
    expect(results).toEqual([]);
    answer('vn', 'EAI_AGAIN');
    expect(results).toEqual(['vn: EAI_AGAIN']);
  });

  it('that is said not to exist is forgotten', () => {
    const { look, answer, results } = system();
    look('vn');
    answer('vn', null, HOME);
    look('vn');
    answer('vn', 'ENOTFOUND');
    look('vn');
    answer('vn', 'EAI_AGAIN');
    expect(results).toEqual(['vn: 127.0.0.1', 'vn: ENOTFOUND', 'vn: EAI_AGAIN']);
  });

  it('is no longer where it was a day ago', () => {
    const { look, answer, results } = system();
    look('vn');
    answer('vn', null, HOME);
    vi.advanceTimersByTime(86_399_000);
    look('vn');
    answer('vn', 'EAI_AGAIN');
    vi.advanceTimersByTime(1_000);
    look('vn');
    answer('vn', 'EAI_AGAIN');
    expect(results).toEqual(['vn: 127.0.0.1', 'vn: 127.0.0.1', 'vn: EAI_AGAIN']);
  });

  it('does not wait behind those that were slow before: they have half the places', () => {
    const own = system();
    for (const name of ['mm', 'la']) {
      own.look(name);
      vi.advanceTimersByTime(PATIENCE + 1);
      own.answer(name, null, HOME);
    }
    for (const name of ['mm', 'la', 'vn']) own.look(name);
    expect(own.names()).toEqual(['mm', 'vn']);
    own.answer('vn', null, HOME);
    expect(own.names()).toEqual(['mm']);
    own.answer('mm', null, HOME);
    // One that was found at once is as any other again.
    expect(own.names()).toEqual(['la']);
    own.look('mm');
    expect(own.names()).toEqual(['la', 'mm']);
  });

  it('that failed at once held up nobody, and waits behind nobody', () => {
    const own = system();
    for (const name of ['vn', 'la']) {
      own.look(name);
      own.answer(name, 'EAI_AGAIN');
    }
    own.look('silent');
    vi.advanceTimersByTime(PATIENCE);
    own.look('vn');
    own.answer('vn', null, HOME);
    expect(own.results.at(-1)).toBe('vn: 127.0.0.1');
  });

  it('is where it was, at once, while names that are slow have every place', () => {
    const own = system();
    own.look('vn');
    own.answer('vn', null, HOME);
    for (const name of ['mm', 'la']) own.look(name);
    own.look('vn');
    vi.advanceTimersByTime(PATIENCE - 1);
    expect(own.results).toHaveLength(1);
    vi.advanceTimersByTime(2);
    expect(own.results).toHaveLength(2);
    own.look('vn');
    own.look('th');
    // Not within the call.
    expect(own.results).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(own.results).toEqual(['vn: 127.0.0.1', 'vn: 127.0.0.1', 'vn: 127.0.0.1']);
    own.answer('la', 'EAI_AGAIN');
    expect(own.names()).toEqual(['mm', 'vn']);
  });

  it.each([
    ['16', 8],
    ['5', 3],
    ['1', 1],
    ['', 1],
    ['many', 1],
    [undefined, 2],
  ])('is looked for beside as many others as the system has threads for: %s', (threads, places) => {
    vi.stubEnv('UV_THREADPOOL_SIZE', threads);
    const own = system({});
    vi.unstubAllEnvs();
    for (let name = 0; name < 20; name += 1) own.look(`p${name}`);
    expect(own.names()).toHaveLength(places);
  });

  it('that has no address is not found, and is where it was', () => {
    const { look, answer, results } = system();
    look('vn', { all: true });
    answer('vn', null, []);
    look('vn');
    answer('vn', null, HOME);
    look('vn');
    answer('vn', null, []);
    expect(results).toEqual(['vn: ENOTFOUND', 'vn: 127.0.0.1', 'vn: 127.0.0.1']);
  });

  it('that the system does not even look for is an error of its own', () => {
    const resolve = (() => {
      throw Object.assign(new TypeError('no'), { code: 'ERR_INVALID_ARG_VALUE' });
    }) as unknown as typeof dns.lookup;
    const { look, results } = system({ resolve, places: 1 });
    look('a b');
    look('c d');
    expect(results).toEqual(['a b: ERR_INVALID_ARG_VALUE', 'c d: ERR_INVALID_ARG_VALUE']);
  });
});

it('a server is reached where it was found before, while the name server is silent', async () => {
  const server = createServer((_, response) => response.end('here'));
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  let isSilent = false;
  const resolve = ((_: string, __: unknown, done: (error: null, found: LookupAddress[]) => void) => {
    if (!isSilent) done(null, HOME);
  }) as unknown as typeof dns.lookup;
  const connect = { lookup: hostLookup({ resolve, patience: 50 }) };
  const url = `http://participant.example:${(server.address() as AddressInfo).port}/`;
  const ask = async () => {
    const dispatcher = new Agent({ connect, connectTimeout: 2_000 });
    try {
      return await (await request(url, { dispatcher })).body.text();
    } finally {
      await dispatcher.destroy();
    }
  };
  try {
    expect(await ask()).toBe('here');
    isSilent = true;
    expect(await ask()).toBe('here');
  } finally {
    server.close();
  }
});
