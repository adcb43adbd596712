// Start, readiness and stop.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { UNAUTHORIZED } from '#gateway/authorization/index.ts';
import type { GatewayConfig } from '#gateway/config/read.ts';
import { readGatewayConfig, startGateway } from '#gateway/index.ts';
import { composeSupergraph } from '#gateway/supergraph/compose.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { ASSERTION_HEADER } from '#trust/assertion/index.ts';
import { until } from '../until.ts';
import { HUB_SDL, MEMBERS, type MockCampaign, mockCampaign } from './mock-campaign.ts';

const LIST = '{ campaign(code: "OMD") { cases { nodes { id narrative } } } }';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function campaign(...parameters: Parameters<typeof mockCampaign>): Promise<MockCampaign> {
  const running = await mockCampaign(...parameters);
  closers.push(() => running.close());
  return running;
}

const composed = (url: string) => {
  const roster = { participants: MEMBERS };
  const result = composeSupergraph({ roster, subgraphs: [{ name: 'campaign', url, sdl: hubSdl(roster) }] });
  if (result.sdl === undefined) throw new Error(JSON.stringify(result.refusals));
  return result;
};

const config = (into: string, authentication: string) => {
  writeFileSync(
    join(into, 'gateway.yaml'),
    `listen: { host: 127.0.0.1, port: 0 }\nsupergraph: { sdl: supergraph.graphql }\nauthentication: ${authentication}\n`,
  );
  return readGatewayConfig(join(into, 'gateway.yaml'));
};

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'gateway-sdl-'));
  closers.push(() => rmSync(made, { recursive: true }));
  return made;
};

const keepAlive = () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  closers.push(() => agent.destroy());
  return agent;
};

const get = (url: string, agent: Agent, token: string) =>
  new Promise<{ status: number; text: string; connection: string | undefined }>((done, fail) => {
    request(
      `${url}?query=${encodeURIComponent(LIST)}`,
      { agent, headers: { authorization: `Bearer ${token}` } },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () =>
          done({ status: response.statusCode ?? 0, text, connection: response.headers.connection }),
        );
        response.on('error', fail);
      },
    )
      .on('error', fail)
      .end();
  });

describe('a gateway does not start', () => {
  it.each([
    [
      'over plain http on another machine',
      'http://10.0.0.1/graphql',
      'expected https off this machine, got http to 10.0.0.1',
    ],
    ['over https without a certificate to show', 'https://vn.example/graphql', 'expected tls in the configuration'],
  ])('where it would call a subgraph %s', async (_, url, fault) => {
    const into = folder();
    writeFileSync(
      join(into, 'supergraph.graphql'),
      composed('http://127.0.0.1:1/graphql').sdl.replaceAll('http://127.0.0.1:1/graphql', url),
    );
    await expect(startGateway(config(into, '{ required: false }'))).rejects.toThrow(`campaign: ${fault}`);

    writeFileSync(
      join(into, 'supergraph.yaml'),
      JSON.stringify({ subgraphs: { vn: { routing_url: url, schema: { file: 'vn.graphql' } } } }),
    );
    const source = { config: join(into, 'supergraph.yaml'), roster: join(into, 'participants.yaml') };
    const rostered = { ...config(into, '{ required: false }'), supergraph: source };
    await expect(startGateway(rostered)).rejects.toThrow(`supergraph.yaml: vn: ${fault}`);
  });
});

describe('a gateway starts', () => {
  it('with the hub and every participant down, and calls none of them', async () => {
    const running = await campaign();
    const { hub, participants, gateway } = running;
    const called = [hub, ...participants.values()].flatMap(({ received }) => received);
    expect(called).toEqual([]);
    await Promise.all([hub, ...participants.values()].map((each) => each.stop()));
    const second = await startGateway(
      readGatewayConfig(join(running.folder, 'gateway.yaml')),
      pino({ level: 'silent' }),
    );
    closers.push(() => second.close());
    expect(second.ready()).toBe(true);
    expect((await fetch(new URL('/health?ready', second.url))).status).toBe(200);
    expect((await running.ask('{ viewer { agency } }')).body).toEqual({ data: { viewer: { agency: 'VN' } } });
    expect(gateway.url).not.toBe(second.url);
  });

  it('without a schema it is alive and not ready, until the files are mended', async () => {
    const running = await campaign();
    running.publish('campaign', 'nothing');
    const second = await startGateway(
      readGatewayConfig(join(running.folder, 'gateway.yaml')),
      pino({ level: 'silent' }),
    );
    closers.push(() => second.close());
    const status = async (path: string) =>
      (await fetch(new URL(path, second.url), { headers: { authorization: `Bearer ${running.token}` } })).status;
    expect(second.ready()).toBe(false);
    await expect(status('/health')).resolves.toBe(200);
    await expect(status('/health?ready')).resolves.toBe(503);
    await expect(status('/graphql?query=%7Bviewer%7Bagency%7D%7D')).resolves.toBe(503);
    expect((await fetch(second.url)).status).toBe(401);
    running.publish('campaign', HUB_SDL);
    await until('the gateway to be ready', () => second.ready());
    await expect(status('/graphql?query=%7Bviewer%7Bagency%7D%7D')).resolves.toBe(200);
  });

  it('not where its address is taken', async () => {
    const running = await campaign();
    const free = readGatewayConfig(join(running.folder, 'gateway.yaml'));
    const port = Number(new URL(running.gateway.url).port);
    const taken: GatewayConfig = { ...free, listen: { host: '127.0.0.1', port } };
    await expect(startGateway(taken, pino({ level: 'silent' }))).rejects.toThrow('EADDRINUSE');
  });
});

describe('a supergraph composed elsewhere', () => {
  it('with rights gives a caller without a token what takes none', async () => {
    const into = folder();
    const { hub } = await campaign();
    writeFileSync(join(into, 'supergraph.graphql'), composed(hub.url).sdl);
    const lines: string[] = [];
    const gateway = await startGateway(
      config(into, '{ required: false }'),
      pino({ level: 'warn' }, { write: (line) => void lines.push(line) }),
    );
    closers.push(() => gateway.close());
    expect((await fetch(new URL('/health?ready', gateway.url))).status).toBe(200);
    const answer = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { agency } campaign(code: "OMD") { name } }' }),
    });
    expect(await answer.json()).toEqual({
      data: { viewer: { agency: null }, campaign: null },
      errors: [{ message: UNAUTHORIZED.message, path: ['campaign'], extensions: { code: UNAUTHORIZED.code } }],
    });
    expect(hub.received).toEqual([]);
    expect(lines.join('')).toContain('"labels":["purpose-stated"]');
  });

  it('with rights that are not understood whole is refused, at the start and while another is in use', async () => {
    const into = folder();
    const good = composed('http://127.0.0.1:1/graphql').sdl;
    const bad = good.replaceAll('authenticated/v0.1', 'authenticated/v9.9');
    expect(bad).not.toBe(good);
    writeFileSync(join(into, 'supergraph.graphql'), bad);
    const start = () => startGateway(config(into, '{ required: false }'), pino({ level: 'silent' }));
    await expect(start()).rejects.toThrow('expected https://specs.apollo.dev/authenticated/v0.1');
    writeFileSync(join(into, 'supergraph.graphql'), good);
    const gateway = await start();
    closers.push(() => gateway.close());
    writeFileSync(join(into, 'supergraph.graphql'), bad);
    await gateway.reload();
    const answer = await fetch(new URL('?query={campaign(code:"OMD"){name}}', gateway.url), {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect(await answer.json()).toMatchObject({ data: { campaign: null }, errors: [{ path: ['campaign'] }] });
  });

  it('without rights is', async () => {
    const into = folder();
    const { hub } = await campaign();
    writeFileSync(join(into, 'supergraph.graphql'), composed(hub.url).stripped);
    const gateway = await startGateway(config(into, '{ required: false }'), pino({ level: 'silent' }));
    closers.push(() => gateway.close());
    expect(gateway.ready()).toBe(true);
    const answer = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ campaign(code: "OMD") { name } viewer { agency } }' }),
    });
    expect(await answer.json()).toMatchObject({
      data: { campaign: { name: 'Mekong Dragon' }, viewer: { agency: null } },
    });
    expect(hub.received.map(({ headers }) => headers[ASSERTION_HEADER])).toEqual([undefined]);
  });
});

describe('a gateway stops', () => {
  it('after the requests in flight are answered, with connections kept alive', async () => {
    const running = await campaign();
    const agent = keepAlive();
    expect((await get(running.gateway.url, agent, running.token)).status).toBe(200);
    const th = running.participants.get('TH');
    const release = Promise.withResolvers<void>();
    if (th) th.received.length = 0;
    th?.behave(async () => {
      await release.promise;
      return JSON.stringify({ data: { _entities: [{ narrative: 'late' }, { narrative: 'late' }] } });
    });
    const slow = get(running.gateway.url, agent, running.token);
    await until('the request to be under way', () => (th?.received.length ?? 0) > 0);
    const began = Date.now();
    const closed = running.gateway.close();
    await expect(fetch(running.gateway.url)).rejects.toThrow();
    release.resolve();
    const answer = await slow;
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"narrative":"late"');
    expect(answer.connection).toBe('close');
    await closed;
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it('within three seconds, whatever does not answer', async () => {
    const running = await campaign();
    const agent = keepAlive();
    const th = running.participants.get('TH');
    th?.behave(() => new Promise(() => {}));
    const slow = get(running.gateway.url, agent, running.token).then(
      () => 'answered',
      () => 'cut',
    );
    await until('the request to be under way', () => (th?.received.length ?? 0) > 0);
    const began = Date.now();
    await running.gateway.close();
    expect(Date.now() - began).toBeLessThan(3_500);
    await expect(slow).resolves.toBe('cut');
  });

  it('more than once', async () => {
    const running = await campaign();
    await Promise.all([running.gateway.close(), running.gateway.close()]);
    await expect(fetch(running.gateway.url)).rejects.toThrow();
  });
});
