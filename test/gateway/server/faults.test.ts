// A participant that does, on a real socket, whatever it likes: the rest of the answer is there in time, and whole.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../until.ts';
import { within } from '../within.ts';
import { type MockCampaign, mockCampaign } from './mock-campaign.ts';

const LIST =
  '{ campaign(code: "OMD") { cases { totalCount nodes { id reference narrative seizures { quantity { value } } } } } }';
const TIMEOUT_MS = 1_000;

let campaign: MockCampaign;
let raw: Server | undefined;
const sockets = new Set<Socket>();
const timers = new Set<NodeJS.Timeout>();
beforeAll(async () => {
  campaign = await mockCampaign({
    subgraphs: {
      all: { timeout: '20s' },
      campaign: { timeout: `${TIMEOUT_MS}ms` },
      // Never spared: each try asks it.
      th: { timeout: `${TIMEOUT_MS}ms`, breaker: { failures: 1_000 } },
    },
  });
});
afterEach(async () => {
  await restore();
});
afterAll(() => campaign.close());

const th = () => {
  const found = campaign.participants.get('TH');
  if (!found) throw new Error('expected TH');
  return found;
};

/** Puts a server in the participant's place that does this with each request. */
async function instead(behave: (socket: Socket) => void): Promise<{ connections: number; requests: number }> {
  const seen = { connections: 0, requests: 0 };
  await th().stop();
  raw = createServer((socket) => {
    seen.connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', () => {
      seen.requests += 1;
      behave(socket);
    });
  }).listen(Number(new URL(th().url).port), '127.0.0.1');
  await once(raw, 'listening');
  return seen;
}

async function restore(): Promise<void> {
  for (const timer of timers) clearInterval(timer);
  timers.clear();
  for (const socket of sockets) socket.destroy();
  if (raw) {
    raw.close();
    await once(raw, 'close');
    raw = undefined;
  } else await th().stop();
  await th().start();
  await until('TH to answer again', async () => !(await campaign.ask(LIST)).body.errors);
}

const dripping = (socket: Socket, text: string) => {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 50);
  timers.add(timer);
  socket.on('close', () => clearInterval(timer));
};
const answering =
  (body: string, head = '200 OK') =>
  (socket: Socket) =>
    void socket.write(
      `HTTP/1.1 ${head}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
const entities = (...list: unknown[]) => answering(JSON.stringify({ data: { _entities: list } }));

/** Less than any answer may have. */
const TEXT = 'ệ'.repeat((31 * 1_048_576) / 3);
const NAMES = JSON.stringify(Object.fromEntries(Array.from({ length: 990_000 }, (_, at) => [`n${at}`, at])));
/** So late that there is no time to read it all. */
const late = (behave: (socket: Socket) => void) => (socket: Socket) => {
  timers.add(setTimeout(behave, TIMEOUT_MS * 0.9, socket));
};

const FAULTS: readonly [string, (socket: Socket) => void][] = [
  ['resets the connection', (socket) => socket.resetAndDestroy()],
  ['closes the connection', (socket) => socket.end()],
  ['hangs', () => undefined],
  [
    'sends its headers slowly',
    (socket) => dripping(socket, 'HTTP/1.1 200 OK\r\nx-slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),
  ],
  [
    'trickles its body',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
      dripping(socket, '{"data":{"_entities":[');
    },
  ],
  ['answers 500 with HTML', answering('<html>at http://10.0.0.7:8080</html>', '500 Internal Server Error')],
  ['answers what is no JSON', answering('{"data":{"_entities":[')],
  ['answers what is no HTTP', (socket) => socket.end('hello\r\n\r\n')],
  ['answers too few entities', entities({ narrative: 'one' })],
  ['answers too many entities', entities({ narrative: 'one' }, null, null)],
  ['answers entities that are none', entities('text', 7)],
  [
    'answers 100 MB',
    (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${100 * 1_048_576}\r\n\r\n{"data":"`);
      const part = Buffer.alloc(1_048_576, 'x');
      const more = () => {
        while (!socket.destroyed && socket.write(part));
      };
      socket.on('drain', more);
      more();
    },
  ],
  ['answers nearly a million names', late(answering(`{"data":{"_entities":[${NAMES},null]}}`))],
  ['answers 31 MiB of text', late(answering(`{"data":{"_entities":[{"narrative":"${TEXT}"},null]}}`))],
  [
    'closes in the middle of the body',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"data":'),
  ],
  [
    'closes in the middle of a chunk',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"data":'),
  ],
];

interface List {
  campaign: { cases: { totalCount: number; nodes: { id: string; reference: string; narrative: string | null }[] } };
}

async function asked() {
  const answer = await campaign.ask(LIST);
  const { cases } = (answer.body.data as List).campaign;
  return {
    ...answer,
    cases,
    narratives: Object.fromEntries(cases.nodes.map(({ id, narrative }) => [id, narrative])),
  };
}

const UNAVAILABLE = [
  {
    message: 'A participant did not answer; its fields are null.',
    extensions: { code: 'PARTICIPANT_UNAVAILABLE', participant: 'TH' },
  },
];
const STATES = [
  { code: 'KH', state: 'ANSWERED' },
  { code: 'TH', state: 'UNAVAILABLE' },
  { code: 'VN', state: 'ANSWERED' },
];
const byCode = (states: unknown) => (states as { code: string }[]).toSorted((a, b) => a.code.localeCompare(b.code));

describe('a participant that', () => {
  it.each(FAULTS)('%s costs its own fields, in its own time, and is named alone', async (_, behave) => {
    const seen = await instead(behave);
    const { status, body, text, cases, narratives } = await within(TIMEOUT_MS, asked);
    expect(seen.requests).toBeGreaterThan(0);
    expect(status).toBe(200);
    expect(cases.totalCount).toBe(6);
    expect(narratives).toEqual({
      'KH-1': 'of KH-1',
      'KH-2': 'of KH-2',
      'TH-1': null,
      'TH-2': null,
      'VN-1': 'of VN-1',
      'VN-2': 'of VN-2',
    });
    expect(body.errors).toEqual(UNAVAILABLE);
    expect(byCode((body as { extensions?: { participants?: unknown } }).extensions?.participants)).toEqual(STATES);
    expect(text).not.toMatch(/127\.0\.0\.1|10\.0\.0\.7|stack|ECONN|UND_ERR|timeout/i);
  });

  it('refuses connections costs its own fields', async () => {
    await th().stop();
    const { body, narratives } = await within(TIMEOUT_MS, asked);
    expect(body.errors).toEqual(UNAVAILABLE);
    expect(narratives).toMatchObject({ 'TH-1': null, 'VN-1': 'of VN-1' });
  });

  it.each([301, 302, 303, 307, 308])('redirects (%d) is not followed', async (code) => {
    let elsewhere = 0;
    const target = createServer(() => (elsewhere += 1)).listen(0, '127.0.0.1');
    await once(target, 'listening');
    const { port } = target.address() as { port: number };
    await instead((socket) =>
      socket.end(`HTTP/1.1 ${code} See\r\nlocation: http://127.0.0.1:${port}/\r\ncontent-length: 0\r\n\r\n`),
    );
    const { body } = await asked();
    target.close();
    expect([body.errors, elsewhere]).toEqual([UNAVAILABLE, 0]);
  });

  it('hangs beside one that resets costs no more time than alone, and each is named', async () => {
    const vn = campaign.participants.get('VN');
    vn?.behave(() => undefined);
    await instead(() => undefined);
    const { body, narratives } = await within(TIMEOUT_MS, asked);
    vn?.behave(undefined);
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual(
      ['TH', 'VN'].map((code) => ({ code: 'PARTICIPANT_UNAVAILABLE', participant: code })),
    );
    expect(narratives).toMatchObject({ 'KH-1': 'of KH-1', 'TH-1': null, 'VN-1': null });
    expect(byCode((body as { extensions?: { participants?: unknown } }).extensions?.participants)).toEqual([
      { code: 'KH', state: 'ANSWERED' },
      { code: 'TH', state: 'UNAVAILABLE' },
      { code: 'VN', state: 'UNAVAILABLE' },
    ]);
  });
});

describe('a hub that', () => {
  it('hangs costs what is below it, in its own time; nobody behind it is asked or named', async () => {
    const before = [...campaign.participants.values()].map(({ received }) => received.length);
    campaign.hub.behave(() => new Promise(() => undefined));
    const { body } = await within(TIMEOUT_MS, () => campaign.ask(LIST.replace(/\}$/, 'viewer { agency } }')));
    campaign.hub.behave(undefined);
    expect(body).toEqual({
      data: { campaign: null, viewer: { agency: 'VN' } },
      errors: [
        {
          message: 'The index of the campaign did not answer; ask again.',
          extensions: { code: 'CAMPAIGN_UNAVAILABLE' },
        },
      ],
    });
    expect([...campaign.participants.values()].map(({ received }) => received.length)).toEqual(before);
  });
});

describe('Server-Timing', () => {
  it('is for callers with operations:read alone', async () => {
    const token = await campaign.tokenFor('VN', 'case:read case:operational operations:read');
    const timed = await campaign.ask(LIST, { headers: { authorization: `Bearer ${token}` } });
    expect(
      timed.headers
        .get('server-timing')
        ?.split(', ')
        .map((each) => each.replace(/;dur=\d+\.\d$/, ''))
        .toSorted(),
    ).toEqual(['campaign', 'kh', 'th', 'vn']);
    expect((await campaign.ask(LIST)).headers.get('server-timing')).toBeNull();
    const scopes = 'case:read case:operational';
    const other = { authorization: `Bearer ${await campaign.tokenFor('VN', scopes)}` };
    expect(timed.text).toBe((await campaign.ask(LIST, { headers: other })).text);
  });
});
