// Whom the hub answers, and what it says to a participant when it reads its feed.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ASSERTION_HEADER, createAssertionVerifier } from '#trust/assertion/index.ts';
import { badAssertions } from '../bad-assertions.ts';
import { asGateway, asHub, HUB, TRUST } from '../signing.ts';
import { type FeedServer, serveFeed } from './feed-server.ts';
import { type HubFolder, hubFolder, type TestHub, until } from './hub-folder.ts';

let folder: HubFolder;
let vn: FeedServer;
let hub: TestHub;
beforeEach(async () => {
  folder = hubFolder();
  vn = await serveFeed();
  folder.addresses({ VN: vn.url });
  hub = await folder.start();
});
afterEach(async () => {
  await hub.close();
  await vn.close();
  folder.remove();
});

const status = async (query: string, headers: Record<string, string>) => {
  const response = await fetch(hub.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return response.status;
};

const verifierOf = (subgraph: string) =>
  createAssertionVerifier({ subgraph, issuers: TRUST, onProblem: () => expect.unreachable() });

describe('the hub', () => {
  it('answers a gateway, and nobody else: nor its own key, nor an assertion for a participant', async () => {
    for (const query of ['{ campaigns { code } }', '{ _service { sdl } }', '{ __typename }', '{']) {
      for (const headers of [{}, await asGateway('vn'), await asHub('campaign')]) {
        expect(await status(query, headers), query).toBe(401);
      }
    }
    expect(await status('{ campaigns { code } }', await asGateway('campaign'))).toBe(200);
  });

  it('answers no bad assertion, whatever it asks for', async () => {
    const entities =
      '{ _entities(representations: [{ __typename: "VietnamCustomsCase", id: "VN-1" }]) { __typename } }';
    for (const [what, headers] of await badAssertions('campaign')) {
      for (const query of [
        '{ campaigns { code } }',
        '{ _service { sdl } }',
        entities,
        '{ __schema { types { name } } }',
      ]) {
        expect(await status(query, headers), `${what}: ${query}`).toBe(401);
      }
    }
    expect(await status(entities, await asGateway('campaign'))).toBe(200);
  });

  it('signs for the feed of the participant that it asks, with its own key', async () => {
    await until(
      () => hub.stateOf('VN'),
      (state) => state === 'CURRENT',
    );
    const [headers] = vn.headers;
    const [own, other] = await Promise.all([verifierOf('vn'), verifierOf('th')]);
    expect(await own.verify(headers?.[ASSERTION_HEADER])).toMatchObject({ kind: 'feed', service: HUB.issuer });
    await expect(other.verify(headers?.[ASSERTION_HEADER])).rejects.toThrow('expected an assertion');
    own.close();
    other.close();
  });
});
