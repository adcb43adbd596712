// The breaker as a client sees it, on real sockets: who keeps failing is spared, tried once, and whole again when well.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../until.ts';
import { type MockCampaign, mockCampaign } from './mock-campaign.ts';

const LIST = '{ campaign(code: "OMD") { cases { nodes { id narrative } } } viewer { agency } }';
const FAILURES = 3;

let campaign: MockCampaign;
let raw: Server | undefined;
let replaced = '';
const sockets = new Set<Socket>();
beforeAll(async () => {
  const breaker = { failures: FAILURES, pause: '500ms' };
  campaign = await mockCampaign({
    subgraphs: { all: { timeout: '20s', breaker }, kh: { timeout: '1s', breaker } },
  });
});
afterEach(async () => {
  if (raw) await restore();
});
afterAll(() => campaign.close());

const participant = (code: string) => {
  const found = campaign.participants.get(code);
  if (!found) throw new Error(`expected ${code}`);
  return found;
};

/** Puts a server in the participant's place; without a behaviour nobody listens. */
async function instead(code: string, behave: ((socket: Socket) => void) | undefined): Promise<{ requests: number }> {
  const seen = { requests: 0 };
  replaced = code;
  await participant(code).stop();
  raw = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', () => {
      seen.requests += 1;
      behave?.(socket);
    });
  });
  if (!behave) return seen;
  raw.listen(Number(new URL(participant(code).url).port), '127.0.0.1');
  await once(raw, 'listening');
  return seen;
}

async function restore(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  if (raw?.listening) {
    raw.close();
    await once(raw, 'close');
  }
  raw = undefined;
  await participant(replaced).start();
}

const gauge = async (subgraph: string) => {
  const text = await (await fetch(new URL('/metrics', campaign.gateway.url))).text();
  return new RegExp(`subgraph_breaker\\{subgraph="${subgraph}"\\} (\\d)`).exec(text)?.[1];
};
const calls = async (subgraph: string, outcome: string) => {
  const text = await (await fetch(new URL('/metrics', campaign.gateway.url))).text();
  return Number(
    new RegExp(`subgraph_calls_total\\{subgraph="${subgraph}",outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1] ?? 0,
  );
};

async function asked() {
  const { body } = await campaign.ask(LIST);
  const { campaign: found, viewer } = body.data as {
    campaign: { cases: { nodes: { id: string; narrative: string | null }[] } };
    viewer: unknown;
  };
  const narratives = Object.fromEntries(found.cases.nodes.map(({ id, narrative }) => [id, narrative]));
  const { participants } = (body as { extensions?: { participants?: unknown } }).extensions ?? {};
  return {
    narratives,
    viewer,
    unavailable: body.errors?.map(({ extensions }) => extensions.participant),
    participants,
  };
}
const WHOLE = Object.fromEntries(
  ['KH', 'TH', 'VN'].flatMap((code) => [1, 2].map((n) => [`${code}-${n}`, `of ${code}-${n}`])),
);
const without = (code: string) =>
  Object.fromEntries(Object.entries(WHOLE).map(([id, text]) => [id, id.startsWith(code) ? null : text]));
const whole = { narratives: WHOLE, viewer: { agency: 'VN' }, unavailable: undefined, participants: undefined };

const answering =
  (body: string, head = '200 OK') =>
  (socket: Socket) =>
    void socket.write(`HTTP/1.1 ${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);

describe('a participant that keeps failing', () => {
  it.each<[string, string, ((socket: Socket) => void) | undefined]>([
    ['refuses connections', 'connection', undefined],
    ['resets them', 'connection', (socket) => socket.resetAndDestroy()],
    ['hangs', 'timeout', () => undefined],
    ['trickles', 'timeout', (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\n{')],
    ['answers 500 with HTML', 'nonsense', answering('<html>', '500 Internal Server Error')],
    ['answers what is no JSON', 'nonsense', answering('{"data":{"_entities":[')],
    ['answers too few entities', 'nonsense', answering('{"data":{"_entities":[null]}}')],
    ['answers what is no HTTP', 'nonsense', (socket) => socket.end('hello\r\n\r\n')],
  ])('and %s is spared, then tried, and whole once it is well', async (_, kind, behave) => {
    // KH has a short time; TH is not to fail by one.
    const code = kind === 'timeout' ? 'KH' : 'TH';
    const name = code.toLowerCase();
    await until('all to be well', async () => !(await asked()).unavailable);
    const failed = await calls(name, kind);
    const seen = await instead(code, behave);
    for (let index = 0; index < FAILURES; index += 1) {
      expect(await gauge(name)).toBe('0');
      expect(await asked()).toMatchObject({ narratives: without(code), unavailable: [code] });
    }
    expect([await gauge(name), (await calls(name, kind)) - failed]).toEqual(['2', FAILURES]);
    // A try a pause: a machine that is slow may come to one here, and then to none.
    await until('it to be spared', async () => {
      const [before, spared] = [seen.requests, await calls(name, 'spared')];
      expect(await asked()).toMatchObject({ narratives: without(code), unavailable: [code], viewer: { agency: 'VN' } });
      return (await calls(name, 'spared')) === spared + 1 && seen.requests === before;
    });
    expect((await fetch(new URL('/health?ready', campaign.gateway.url))).status).toBe(200);
    expect((await campaign.ask('{ viewer { agency } }')).body).toEqual({ data: { viewer: { agency: 'VN' } } });
    await restore();
    await until('it to be whole', async () => !(await asked()).unavailable);
    expect(await gauge(name)).toBe('0');
    await until('it to stay whole', async () => {
      const answers = [await asked(), await asked(), await asked()];
      return isDeepStrictEqual(answers, [whole, whole, whole]);
    });
  });

  it('is tried with one call, while all others go on without it; that one decides', async () => {
    const vn = participant('VN');
    vn.behave(() => undefined);
    await until('the breaker to open', async () => {
      await asked();
      return (await gauge('vn')) === '2';
    });
    for (const isWell of [false, true]) {
      let held: PromiseWithResolvers<string | undefined> | undefined;
      vn.behave(() => {
        held ??= Promise.withResolvers();
        return held.promise;
      });
      vn.received.splice(0);
      // Asked until one of them is the try.
      const trying: Promise<unknown>[] = [];
      await until('a try', async () => {
        const one = asked();
        trying.push(one);
        await Promise.race([one, until('it to be sent', () => vn.received.length > 0)]);
        return vn.received.length > 0;
      });
      expect(await gauge('vn')).toBe('1');
      const others = await Promise.all(Array.from({ length: 8 }, () => asked()));
      expect(others).toEqual(others.map(() => expect.objectContaining({ narratives: without('VN') }) as unknown));
      expect([vn.received.length, await gauge('vn')]).toEqual([1, '1']);
      const entities = [1, 2].map((n) => ({ __typename: 'VietnamCustomsCase', narrative: `of VN-${n}` }));
      held?.resolve(isWell ? JSON.stringify({ data: { _entities: entities } }) : '<html>');
      const answers = await Promise.all(trying);
      expect(answers.at(-1)).toMatchObject({ narratives: isWell ? WHOLE : without('VN') });
      expect(await gauge('vn')).toBe(isWell ? '0' : '2');
    }
    vn.behave(undefined);
    expect(await asked()).toEqual(whole);
  });
});

describe('a hub that keeps failing', () => {
  it('is spared: the answer is there at once, and whole once it is well', async () => {
    campaign.hub.behave(() => '<html>');
    await until('the breaker to open', async () => {
      await campaign.ask(LIST);
      return (await gauge('campaign')) === '2';
    });
    await until('it to be spared', async () => {
      const before = campaign.hub.received.length;
      expect((await campaign.ask(LIST)).body).toMatchObject({
        data: { campaign: null, viewer: { agency: 'VN' } },
        errors: [{ extensions: { code: 'CAMPAIGN_UNAVAILABLE' } }],
      });
      return campaign.hub.received.length === before;
    });
    expect((await fetch(new URL('/health?ready', campaign.gateway.url))).status).toBe(200);
    campaign.hub.behave(undefined);
    await until('it to be whole', async () => !(await campaign.ask(LIST)).body.errors);
    expect(await asked()).toEqual(whole);
  });
});
