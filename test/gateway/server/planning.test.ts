// What clients get while operations of new forms are planned, in a thread of their own, and where they are not.
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AnyGateway, anySupergraph } from './any-supergraph.ts';
import { type Received, type Sent, sendTo } from './send.ts';
import { zoo } from './zoo.ts';

const KNOWN = 'query ($more: Boolean!) { keeper { id born @include(if: $more) } }';
const known = (more: boolean): Sent => ({ body: { query: KNOWN, variables: { more } } });
const fresh: Sent = { body: { query: '{ keeper { born } }' } };

function slowText(keepers: number): string {
  return `{ ${Array.from({ length: keepers }, (_, index) => `k${index}: keeper { id born name }`).join(' ')} }`;
}

/** The planner is at it for some tenths of a second at least. */
const SLOW: Sent = { body: { query: slowText(2_500) } };
/** For longer than the last of the gateways allows. */
const TOO_SLOW: Sent = { body: { query: slowText(5_000) } };
const ROOM = { maxTokens: 1_000_000, maxSelections: 1_000_000, maxBodyBytes: 10_000_000 };

let gateways: AnyGateway[];

beforeAll(async () => {
  gateways = await Promise.all([
    anySupergraph(zoo(), { limits: { ...ROOM, maxPlansWaiting: 1 } }),
    anySupergraph(zoo(), { limits: { ...ROOM, maxPlansWaiting: 1 }, preparedOperations: false }),
    anySupergraph(zoo(), { limits: { ...ROOM, maxPlanningMs: 300 } }),
  ]);
});

afterAll(() => Promise.all(gateways.map((each) => each.close())));

async function misses({ gateway }: AnyGateway): Promise<number> {
  const { body } = await request(new URL('/metrics', gateway.url));
  return Number(/lookups_total\{outcome="miss"\} (\d+)/.exec(await body.text())?.[1] ?? 0);
}

/** What is answered while a plan is made that takes long. */
async function meanwhile(
  gateway: AnyGateway,
  all: readonly Sent[],
  long: Sent = SLOW,
): Promise<{ got: Received[]; slow: Received }> {
  const before = await misses(gateway);
  let done = false;
  const slow = sendTo(gateway, long).finally(() => {
    done = true;
  });
  await vi.waitUntil(async () => (await misses(gateway)) > before, { timeout: 10_000, interval: 5 });
  const got: Received[] = [];
  for (const sent of all) got.push(await sendTo(gateway, sent));
  expect(done).toBe(false);
  return { got, slow: await slow };
}

describe('while an operation is planned', () => {
  it('those that have a plan are answered; one more than may wait is refused, as Apollo Server does it', async () => {
    const [prepared, plain] = gateways as [AnyGateway, AnyGateway];
    const answers: Received[][] = [];
    for (const gateway of [prepared, plain]) {
      for (let time = 0; time < 2; time++) expect((await sendTo(gateway, known(true))).status).toBe(200);
      const { got, slow } = await meanwhile(gateway, [known(true), known(false), fresh]);
      expect(got.map(({ status }) => status)).toEqual([200, 503, 503]);
      expect(JSON.parse(got[1]?.bytes ?? '')).toEqual({
        errors: [
          {
            message: 'Too many new operations wait for a plan; ask again.',
            extensions: { code: 'PLANNING_BUSY' },
          },
        ],
      });
      expect(slow.status).toBe(200);
      expect((await sendTo(gateway, fresh)).status).toBe(200);
      answers.push(got);
    }
    expect(answers[0]).toEqual(answers[1]);
  }, 60_000);

  it('it is refused where it takes longer than one may, and others are planned', async () => {
    const gateway = gateways[2] as AnyGateway;
    await sendTo(gateway, known(true));
    const { got, slow } = await meanwhile(gateway, [known(true)], TOO_SLOW);
    expect(got.map(({ status }) => status)).toEqual([200]);
    expect(slow.status).toBe(400);
    expect(JSON.parse(slow.bytes)).toEqual({
      errors: [
        {
          message: 'Expected an operation that can be planned in time, got one that takes longer.',
          extensions: { code: 'OPERATION_TOO_LARGE' },
        },
      ],
    });
    await vi.waitUntil(async () => (await sendTo(gateway, fresh)).status === 200, { timeout: 10_000 });
  }, 60_000);
});
