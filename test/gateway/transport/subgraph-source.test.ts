import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { describe, expect, it } from 'vitest';
import { ANONYMOUS } from '#gateway/authentication/index.ts';
import { gatewayMetrics } from '#gateway/operations/metrics.ts';
import { openGuards } from '#gateway/transport/guards.ts';
import { noReports } from '#gateway/transport/reports.ts';
import { preparing, subgraphSource } from '#gateway/transport/subgraph-source.ts';

describe('texts of operations', () => {
  it('are prepared once while they are held, the newest of as many characters as may be', () => {
    const made: string[] = [];
    const prepare = preparing((text) => {
      made.push(text);
      return { text };
    }, 10);
    const first = prepare('aaaa');
    expect(prepare('aaaa')).toBe(first);
    prepare('bbbb');
    prepare('cc');
    expect(prepare('aaaa')).toBe(first);
    prepare('d');
    expect(prepare('bbbb')).toEqual({ text: 'bbbb' });
    expect(made).toEqual(['aaaa', 'bbbb', 'cc', 'd']);
    prepare('aaaa');
    prepare('x'.repeat(11));
    prepare('aaaa');
    expect(made.slice(4)).toEqual(['aaaa', 'x'.repeat(11), 'aaaa']);
  });
});

const TEXT = 'query($representations:[_Any!]!){_entities(representations:$representations){...on Phase{name}}}';
const REPRESENTATIONS = [{ __typename: 'Phase', id: 'I' }];
const LONG = JSON.stringify({ data: { _entities: [{ name: 'x'.repeat(2 * 1_048_576) }] } });
/** What becomes of an answer. */
const answered = async (
  text: string,
  variables: Readonly<Record<string, unknown>>,
  { maxEntityBytes = 65_536, body = LONG } = {},
) => {
  const server = createServer((_, response) => response.end(body));
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const dispatcher = new Agent();
  const metrics = gatewayMetrics();
  const ask = subgraphSource(
    { name: 'vn', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
    {
      connections: { to: () => dispatcher },
      guards: openGuards(() => ({ most: 1, breaker: { failures: 1, pause: 1_000 } }), metrics),
      call: { timeout: 5_000, retries: 0, maxBytes: 32 * 1_048_576, maxEntityBytes },
      assertionFor: () => undefined,
      metrics,
    },
  );
  const reports = noReports();
  try {
    const { data } = await ask(
      text,
      variables,
      { caller: ANONYMOUS, requestId: 'r', reports, mayRead: () => [] },
      true,
    );
    return data === null ? reports.failures.get('vn')?.kind : 'taken';
  } finally {
    await dispatcher.destroy();
    server.close();
  }
};

describe('an answer of 2 MiB about one entity', () => {
  it('is too long', async () => {
    expect(await answered(TEXT, { representations: REPRESENTATIONS })).toBe('too-large');
  });

  it('is taken where one may be as long, and where no entity was asked for', async () => {
    expect(await answered(TEXT, { representations: REPRESENTATIONS }, { maxEntityBytes: 2 * 1_048_576 })).toBe('taken');
    expect(await answered('{phase{name}}', {})).toBe('taken');
  });
});

it('errors alone in place of entities say nothing of how the subgraph is', async () => {
  const body = '{"errors":[{"message":"too many"}],"data":null}';
  expect(await answered(TEXT, { representations: REPRESENTATIONS }, { body })).toBe('errors');
});
