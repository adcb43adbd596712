// Attacks on a subgraph's door: each is answered alike, and nothing is resolved.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningServer, serveSubgraph } from '#subgraphs/kit/server/serve.ts';
import { ASSERTION_HEADER, type Caller, createAssertionSigner, createFeedSigner } from '#trust/assertion/index.ts';
import { forge } from '../../../trust/assertion/forge.ts';
import { lastingFolder, makeKey } from '../../../trust/workshop.ts';
import { asGateway, asHub, GATEWAY, HUB, OFFICER, TRUST } from '../../signing.ts';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { caseFeed(after: String): Page body: String }
  type Page { cursor: String }
  type Body @key(fields: "id") { id: ID! text: String }
`;
const BODIES = '{ _entities(representations: [{ __typename: "Body", id: "1" }]) { ... on Body { text } } }';
const SERVICE = '{ _service { sdl } }';
const FEED = '{ caseFeed { cursor } }';
const INTROSPECTION = '{ __schema { types { name } } }';

const seen: (Caller | string)[] = [];
const note =
  <Value>(value: Value) =>
  (_: unknown, __: unknown, { caller }: { caller: Caller }) => {
    seen.push(caller);
    return value;
  };
const schema = () =>
  buildSubgraphSchema([
    {
      typeDefs: parse(SDL),
      resolvers: {
        Query: { caseFeed: note({ cursor: 'x' }), body: note('body') },
        Body: {
          __resolveReference: ({ id }: { id: string }) => {
            seen.push(id);
            return { id, text: 'body' };
          },
        },
      },
    },
  ]);

const strangers = lastingFolder();
const lines: object[] = [];
let stranger: Awaited<ReturnType<typeof makeKey>>;
let server: RunningServer;
const keep = (line: unknown) => void lines.push(Object(line) as object);
const get = async (path: string, method = 'GET') => (await fetch(new URL(path, server.url), { method })).status;
beforeAll(async () => {
  stranger = await makeKey(strangers.path, 'stranger');
  server = await serveSubgraph({
    name: 'vn',
    listen: { host: '127.0.0.1', port: 0 },
    trust: TRUST,
    schema: schema(),
    logger: { debug: keep, info: keep, warn: keep, error: keep },
    context: ({ caller }) => ({ caller }),
  });
});
afterAll(async () => {
  await server.close();
  strangers.remove();
});
beforeEach(() => {
  seen.length = 0;
  lines.length = 0;
});

interface Answered {
  readonly status: number;
  readonly text: string;
}

async function post(body: unknown, headers: Record<string, string>): Promise<Answered> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

/** As `fetch` cannot: a header that stands twice. */
function postTwice(query: string, assertions: readonly string[]): Promise<Answered> {
  return new Promise((done, fail) => {
    const call = request(server.url, { method: 'POST' }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => done({ status: response.statusCode ?? 0, text }));
    });
    call.on('error', fail).setHeader('content-type', 'application/json');
    call.setHeader(ASSERTION_HEADER, assertions).end(JSON.stringify({ query }));
  });
}

const REFUSED: Answered = {
  status: 401,
  text: '{"errors":[{"message":"expected an assertion for this subgraph, got none that is good","extensions":{"code":"UNAUTHENTICATED"}}]}\n',
};
const FORBIDDEN: Answered = {
  status: 403,
  text: '{"errors":[{"message":"expected a request that this caller may make, got another","extensions":{"code":"FORBIDDEN"}}]}\n',
};

const now = () => Math.floor(Date.now() / 1000);
const header = (key: { publicKey: { kid: string } }, typ: string) => ({ alg: 'EdDSA', typ, kid: key.publicKey.kid });
const claims = (more: object) => ({
  iss: GATEWAY.issuer,
  aud: 'vn',
  sub: 'lan',
  agency: 'VN',
  scope: 'case:read',
  iat: now(),
  exp: now() + 60,
  jti: randomUUID(),
  ...more,
});
const named = (assertion: string) => ({ [ASSERTION_HEADER]: assertion });

/** Headers that open nothing, each with the reason that the operator reads. */
const ATTACKS: readonly [string, string, () => Promise<Record<string, string>>][] = [
  ['without an assertion', 'MISSING', async () => ({})],
  ['with an empty one', 'MISSING', async () => named('')],
  ['with one for another subgraph', 'AUDIENCE', () => asGateway('th')],
  ["with the hub's for another subgraph", 'AUDIENCE', () => asHub('th')],
  [
    'with one that has expired',
    'EXPIRED',
    async () =>
      named(
        forge(
          GATEWAY.key.file,
          header(GATEWAY.key, 'campaign-assertion+jwt'),
          claims({ iat: now() - 61, exp: now() - 1 }),
        ),
      ),
  ],
  [
    'with one signed by a key that nobody trusts',
    'UNKNOWN_KEY',
    async () => {
      const signer = await createAssertionSigner({ key: stranger.file, issuer: GATEWAY.issuer });
      return named(await signer.assertionFor({ subgraph: 'vn', caller: OFFICER }));
    },
  ],
  [
    "with one signed by a stranger under the gateway's key id",
    'SIGNATURE',
    async () => named(forge(stranger.file, header(GATEWAY.key, 'campaign-assertion+jwt'), claims({}))),
  ],
  [
    "with a feed's assertion signed by the gateway's key",
    'TYPE',
    async () => {
      const signer = await createFeedSigner({ key: GATEWAY.key.file, issuer: HUB.issuer });
      return named(await signer.assertionFor({ subgraph: 'vn' }));
    },
  ],
  [
    "with a gateway's assertion signed by the hub's key",
    'TYPE',
    async () => {
      const signer = await createAssertionSigner({ key: HUB.key.file, issuer: GATEWAY.issuer });
      return named(await signer.assertionFor({ subgraph: 'vn', caller: OFFICER }));
    },
  ],
  ['with a bearer token instead', 'MISSING', async () => ({ authorization: 'Bearer x.y.z' })],
];

describe.each(ATTACKS)('a call %s', (_, refusal, headers) => {
  test.each([
    ['a body', BODIES],
    ['the SDL', SERVICE],
    ['the feed', FEED],
    ['a root field', '{ body }'],
    ['the types', INTROSPECTION],
    ['nothing but a name', '{ __typename }'],
    ['no GraphQL', '{'],
  ])('that asks for %s gets the one answer, and nothing is resolved', async (_asked, query) => {
    expect(await post({ query }, await headers())).toEqual(REFUSED);
    expect(seen).toEqual([]);
    expect(lines).toEqual([{ subgraph: 'vn', refusal }]);
  });

  test.each([
    ['no JSON', '{', 'application/json'],
    ['a form', 'query={body}', 'application/x-www-form-urlencoded'],
    ['a list', '[{"query":"{ body }"}]', 'application/json'],
    ['more than is ever read', `"${'x'.repeat(9 * 1024 * 1024)}"`, 'application/json'],
  ])('gets it before its body is looked at: %s', async (_asked, body, type) => {
    expect(await post(body, { ...(await headers()), 'content-type': type })).toEqual(REFUSED);
  });
});

describe('two assertions', () => {
  test('are refused, both good or not, in either order', async () => {
    const good = (await asGateway('vn'))[ASSERTION_HEADER] ?? '';
    const feed = (await asHub('vn'))[ASSERTION_HEADER] ?? '';
    for (const both of [
      [good, good],
      [good, feed],
      [feed, good],
      [good, 'x'],
      [good, ''],
      ['', good],
    ]) {
      expect(await postTwice('{ body }', both), both.join(' and ')).toEqual(REFUSED);
    }
    expect(await postTwice('{ body }', [good])).toMatchObject({ status: 200 });
    expect(seen).toHaveLength(1);
  });
});

describe('the key of a gateway', () => {
  test('opens bodies and the rest, and the context names its caller', async () => {
    const headers = await asGateway('vn', { ...OFFICER, purpose: 'investigation', caseReference: 'VN-7' });
    expect(await post({ query: BODIES }, headers)).toEqual({
      status: 200,
      text: '{"data":{"_entities":[{"text":"body"}]}}\n',
    });
    expect(await post({ query: SERVICE }, headers)).toMatchObject({ status: 200 });
    await post({ query: '{ body }' }, headers);
    expect(seen.at(-1)).toMatchObject({
      kind: 'gateway',
      gateway: GATEWAY.issuer,
      subject: 'lan',
      agency: 'VN',
      scopes: ['case:read'],
      purpose: 'investigation',
      caseReference: 'VN-7',
    });
  });

  test.each([
    ['plainly', { query: FEED }],
    ['under an alias', { query: '{ body: caseFeed { cursor } }' }],
    ['beside something else', { query: '{ body caseFeed { cursor } }' }],
    ['in a fragment', { query: '{ ... { ...F } } fragment F on Query { caseFeed { cursor } }' }],
    ['where it is skipped', { query: '{ body caseFeed @skip(if: true) { cursor } }' }],
    ['in the one of two operations that is meant', { query: `query A { body } query B ${FEED}`, operationName: 'B' }],
  ])('does not open the feed: %s', async (_, body) => {
    expect(await post(body, await asGateway('vn'))).toEqual(FORBIDDEN);
    // Again, as a document that was taken before.
    expect(await post(body, await asGateway('vn'))).toEqual(FORBIDDEN);
    expect(seen).toEqual([]);
  });
});

describe('the key of a feed', () => {
  test.each([
    ['plainly', FEED],
    ['under an alias', '{ page: caseFeed { cursor } }'],
    ['in a fragment', '{ ... { ...F } } fragment F on Query { caseFeed { cursor } }'],
    ['with variables', 'query ($after: String) { caseFeed(after: $after) { __typename cursor } }'],
  ])('opens the feed: %s', async (_, query) => {
    expect(await post({ query }, await asHub('vn'))).toMatchObject({ status: 200 });
    expect(seen).toMatchObject([{ kind: 'feed', service: HUB.issuer }]);
  });

  test.each([
    ['bodies', BODIES],
    ['the SDL', SERVICE],
    ['another root field', '{ body }'],
    ['the types', INTROSPECTION],
    ['a type', '{ __type(name: "Body") { name } }'],
    ['the name of the root', '{ __typename }'],
    ['another field under its name', '{ caseFeed: body }'],
    ['another field beside it', '{ caseFeed { cursor } body }'],
    ['bodies beside it', `{ caseFeed { cursor } ${BODIES.slice(1)}`],
    ['another field in a fragment', '{ caseFeed { cursor } ...F } fragment F on Query { body }'],
    ['another field in a fragment in a fragment', '{ ... { caseFeed { cursor } ... on Query { body } } }'],
    ['another field that is skipped', '{ caseFeed { cursor } body @skip(if: true) }'],
    ['another operation, not meant', `query A ${FEED} query B { body }`],
    ['a mutation of that name', 'mutation { caseFeed { cursor } }'],
    ['a field that is not there', '{ caseFeed { cursor } bodi }'],
    ['a fragment that is not there', '{ ...F }'],
    ['fragments in a circle', '{ ...F } fragment F on Query { ...G body } fragment G on Query { ...F }'],
    ['no GraphQL', '{'],
    ['a document of thousands of fields', `{ ${'caseFeed { cursor } '.repeat(400)} }`],
  ])('opens nothing else: %s', async (_, query) => {
    // Taken for a gateway before, so that nothing is validated anew.
    await post({ query }, await asGateway('vn'));
    seen.length = 0;
    expect(await post({ query }, await asHub('vn'))).toEqual(FORBIDDEN);
    expect(seen).toEqual([]);
  });

  test.each([
    ['a list of requests', [{ query: FEED }]],
    ['no text', { query: 1 }],
    ['nothing', {}],
  ])('is refused with %s', async (_, body) => {
    expect(await post(body, await asHub('vn'))).toEqual(FORBIDDEN);
  });
});

describe('beside the door', () => {
  test('health is open, and no other way leads to GraphQL', async () => {
    expect(await get('/health')).toBe(200);
    for (const path of ['/graphql?query={body}', '/', '/graphql/', '/GRAPHQL', '/health/graphql']) {
      expect(await get(path), path).toBe(404);
    }
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) {
      expect(await get('/graphql', method), method).toBe(404);
    }
    expect(seen).toEqual([]);
  });

  test('a server that trusts nobody, or whose keys are not there, does not start', async () => {
    const listen = { host: '127.0.0.1', port: 0 };
    const options = { name: 'vn', listen, schema: schema(), context: ({ caller }: { caller: Caller }) => ({ caller }) };
    await expect(serveSubgraph({ ...options, trust: [] })).rejects.toThrow('expected somebody to trust, got nobody');
    const keys = { jwks: `${strangers.path}/none.json` };
    await expect(serveSubgraph({ ...options, trust: [{ kind: 'gateway', issuer: 'g', keys }] })).rejects.toThrow(
      'none.json',
    );
  });
});
