// One gateway, running subgraphs: what a client gets.
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { errorBody } from '#gateway/errors/error-table.ts';
import { signConfused, unsigned } from '../authentication/tokens.ts';
import { type MockCampaign, mockCampaign } from './mock-campaign.ts';

const LIST =
  '{ campaign(code: "OMD") { cases { totalCount nodes { id reference narrative seizures { commodity { __typename ... on DrugCommodity { drug } } } } } } }';
const UNREADABLE = errorBody('MALFORMED_REQUEST');
interface List {
  campaign: { cases: { totalCount: number; nodes: { id: string; reference: string; narrative: string | null }[] } };
}

let campaign: MockCampaign;
beforeAll(async () => {
  campaign = await mockCampaign({ introspection: true, subgraphs: { all: { timeout: '1s' } } });
});
afterEach(async () => {
  for (const each of [campaign.hub, ...campaign.participants.values()]) each.behave(undefined);
});
afterAll(() => campaign.close());

const th = () => {
  const found = campaign.participants.get('TH');
  if (!found) throw new Error('expected TH');
  return found;
};
type Options = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };
const json = (body: string): Options => ({ body, headers: { 'content-type': 'application/json' } });
const raw = (path: string, options: Options = {}) =>
  fetch(new URL(path, campaign.gateway.url), {
    ...options,
    headers: { authorization: `Bearer ${campaign.token}`, ...options.headers },
  });

const narratives = (data: unknown) =>
  Object.fromEntries((data as List).campaign.cases.nodes.map(({ id, narrative }) => [id, narrative]));

describe('a list of cases', () => {
  it('answers heads from the hub and bodies from every participant', async () => {
    const { status, body, headers } = await campaign.ask(LIST);
    expect(status).toBe(200);
    expect(body.errors).toBeUndefined();
    expect(narratives(body.data)).toEqual(
      Object.fromEntries(['KH-1', 'KH-2', 'TH-1', 'TH-2', 'VN-1', 'VN-2'].map((id) => [id, `of ${id}`])),
    );
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('vary')).toBe('Authorization');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('asks each participant once, and passes on nothing of the client but the request id', async () => {
    for (const each of campaign.participants.values()) each.received.length = 0;
    const { headers } = await campaign.ask(LIST, { headers: { 'x-secret': 'of the client', cookie: 'a=b' } });
    for (const each of campaign.participants.values()) {
      expect(each.received).toHaveLength(1);
      expect(each.received[0]?.headers['x-request-id']).toBe(headers.get('x-request-id'));
      expect(Object.keys(each.received[0]?.headers ?? {}).toSorted()).toEqual([
        'accept',
        'connection',
        'content-length',
        'content-type',
        'host',
        'x-campaign-assertion',
        'x-request-id',
      ]);
    }
  });

  const broken: [string, () => void][] = [
    ['cuts the connection', () => th().behave(() => undefined)],
    ['answers no JSON', () => th().behave(() => '<html>http://10.0.0.7:8080/admin</html>')],
    ['answers no GraphQL', () => th().behave(() => '[]')],
    [
      'answers errors alone',
      () =>
        th().behave(() =>
          JSON.stringify({ errors: [{ message: 'at http://10.0.0.7', extensions: { stacktrace: ['x'] } }] }),
        ),
    ],
    ['answers too few entities', () => th().behave(() => JSON.stringify({ data: { _entities: [] } }))],
    ['is too slow', () => th().behave(() => new Promise(() => {}))],
  ];
  it.each(broken)('keeps every head and the others\u2019 bodies where a participant %s', async (_, breakIt) => {
    breakIt();
    const { status, body, text } = await campaign.ask(LIST);
    expect(status).toBe(200);
    expect((body.data as List).campaign.cases.totalCount).toBe(6);
    expect(narratives(body.data)).toMatchObject({ 'TH-1': null, 'TH-2': null, 'VN-1': 'of VN-1', 'KH-2': 'of KH-2' });
    expect(body.errors).toEqual([
      {
        message: 'A participant did not answer; its fields are null.',
        extensions: { code: 'PARTICIPANT_UNAVAILABLE', participant: 'TH' },
      },
    ]);
    expect(text).not.toMatch(/127\.0\.0\.1|10\.0\.0\.7|stack|serviceName/);
  });

  it('has one error for each participant that is down, and bodies again when it is back', async () => {
    await th().stop();
    await campaign.participants.get('KH')?.stop();
    const down = await campaign.ask(LIST);
    expect(down.body.errors?.map(({ extensions }) => extensions.participant)).toEqual(['KH', 'TH']);
    await th().start();
    await campaign.participants.get('KH')?.start();
    const up = await campaign.ask(LIST);
    expect(up.body.errors).toBeUndefined();
    expect(narratives(up.body.data)['TH-1']).toBe('of TH-1');
  });

  it('takes nothing from a participant that it was not asked for', async () => {
    th().behave(({ variables }) =>
      JSON.stringify({
        data: {
          _entities: (variables.representations as unknown[]).map(() => ({
            narrative: 'own words',
            id: 'VN-1',
            reference: 'forged',
            participant: { code: 'VN', name: 'forged' },
            __proto__: { polluted: true },
          })),
        },
      }),
    );
    const { body } = await campaign.ask(
      '{ campaign(code: "OMD") { cases { nodes { id reference narrative participant { code } } } } }',
    );
    const nodes = (body.data as List).campaign.cases.nodes;
    expect(nodes.find(({ id }) => id === 'TH-1')).toMatchObject({
      reference: 'TH/1',
      narrative: 'own words',
      participant: { code: 'TH' },
    });
    expect(JSON.stringify(nodes)).not.toContain('forged');
  });

  it('never shows the case of one participant as another\u2019s', async () => {
    th().behave(({ variables }) =>
      JSON.stringify({
        data: {
          _entities: (variables.representations as unknown[]).map(() => ({
            __typename: 'VietnamCustomsCase',
            narrative: 'forged',
          })),
        },
      }),
    );
    const { body } = await campaign.ask('{ campaign(code: "OMD") { cases { nodes { __typename id narrative } } } }');
    expect((body.data as List).campaign.cases.nodes).toContainEqual({
      __typename: 'ThailandCustomsCase',
      id: 'TH-1',
      narrative: null,
    });
    expect(body.errors).toMatchObject([{ extensions: { code: 'PARTICIPANT_UNAVAILABLE', participant: 'TH' } }]);
  });

  it('masks what a participant says went wrong with one of its cases', async () => {
    th().behave(({ variables }) =>
      JSON.stringify({
        data: {
          _entities: (variables.representations as unknown[]).map((_, index) =>
            index === 0 ? null : { narrative: 'here' },
          ),
        },
        errors: [
          { message: 'database th.sqlite is locked', path: ['_entities', 0], extensions: { code: 'BAD_USER_INPUT' } },
        ],
      }),
    );
    const { body, text } = await campaign.ask(LIST);
    expect(narratives(body.data)).toMatchObject({ 'TH-1': null, 'TH-2': 'here' });
    expect(body.errors).toEqual([
      {
        message: 'Something went wrong; the response header x-request-id names it.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', participant: 'TH' },
      },
    ]);
    expect(text).not.toContain('sqlite');
  });
});

describe('the hub', () => {
  it('that is down costs the answer, and is named as such', async () => {
    await campaign.hub.stop();
    const { status, body } = await campaign.ask('{ campaign(code: "OMD") { code } viewer { agency } }');
    await campaign.hub.start();
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { campaign: null, viewer: { agency: 'VN' } },
      errors: [
        {
          message: 'The index of the campaign did not answer; ask again.',
          extensions: { code: 'CAMPAIGN_UNAVAILABLE' },
        },
      ],
    });
  });

  it.each([
    [
      'passes its words about an argument',
      'BAD_USER_INPUT',
      'Expected 1 to 1000 in first, got 5000.',
      'Expected 1 to 1000 in first, got 5000.',
    ],
    [
      'is masked otherwise',
      'SQLITE_BUSY',
      'database is locked',
      'Something went wrong; the response header x-request-id names it.',
    ],
  ])('%s', async (_, code, said, shown) => {
    campaign.hub.behave(() =>
      JSON.stringify({
        data: { campaign: null },
        errors: [{ message: said, path: ['campaign'], extensions: { code, stacktrace: ['x'] } }],
      }),
    );
    const { body } = await campaign.ask('{ campaign(code: "OMD") { code } }');
    expect(body.errors).toEqual([
      {
        message: shown,
        path: ['campaign'],
        extensions: { code: code === 'BAD_USER_INPUT' ? code : 'INTERNAL_SERVER_ERROR' },
      },
    ]);
  });

  it('that answers nothing where there must be something is an error at its place', async () => {
    campaign.hub.behave(() => JSON.stringify({ data: { campaign: { code: null } } }));
    const { body } = await campaign.ask('{ campaign(code: "OMD") { code } }');
    expect(body).toMatchObject({
      data: { campaign: null },
      errors: [{ path: ['campaign', 'code'], extensions: { code: 'CAMPAIGN_UNAVAILABLE' } }],
    });
  });
});

describe('GraphQL over HTTP', () => {
  it.each([
    ['a syntax error', '{ campaign(', 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nothing }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a field that is hidden', '{ caseFeed { cursor } }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['an empty query', '', 400, 'BAD_REQUEST'],
    [
      'a month that is none',
      '{ phase(id: "OMD-5") { cases(filter: { seizedFrom: "2023-13" }) { totalCount } } }',
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a country that is none',
      '{ phase(id: "OMD-5") { cases(filter: { origin: ["ZZ"] }) { totalCount } } }',
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'an instant that is a day',
      '{ phase(id: "OMD-5") { statistics(asOf: "2026-11-22") { caseCount } } }',
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a mutation', 'mutation { a }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a subscription', 'subscription { a }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['an alias of the gateway\u2019s', '{ viewer { __proto__: agency } }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a literal nested deeply',
      `{ campaign(code: ${'['.repeat(1_900)}1${']'.repeat(1_900)}) { code } }`,
      400,
      'NESTED_TOO_DEEPLY',
    ],
    [
      'pages within pages',
      '{ campaign(code: "OMD") { phase(number: 5) { cases(first: 1000) { nodes { phase { cases(first: 1000) { nodes { id } } } } } } } }',
      400,
      'OPERATION_TOO_LARGE',
    ],
    ['too many tokens', `{ ${'a '.repeat(5_000)} }`, 400, 'GRAPHQL_PARSE_FAILED'],
    [
      'too many levels',
      `{ campaign(code: "OMD") ${'{ phases { campaign '.repeat(15)} { code } ${'} }'.repeat(15)} }`,
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'operations without a name',
      'query A { viewer { agency } } query B { viewer { agency } }',
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
  ])('answers %s with its status', async (_, query, status, code) => {
    const answer = await campaign.ask(query);
    expect(answer.status).toBe(status);
    expect(answer.body.data).toBeUndefined();
    expect(answer.body.errors?.[0]?.extensions).toEqual({ code });
  });

  it.each(['include', 'skip'])('refuses null for the condition of @%s', async (directive) => {
    const query = `query ($on: Boolean = true) { viewer { agency @${directive}(if: $on) subject } }`;
    const { status, body } = await campaign.ask(query, { variables: { on: null } });
    expect({ status, body }).toEqual({
      status: 400,
      body: { errors: [{ message: expect.stringContaining('"if"'), extensions: { code: 'BAD_USER_INPUT' } }] },
    });
  });

  it.each([[{}], [{ code: { a: 1 } }], [{ code: null }]])(
    'answers variables that do not fit (%j) with 400',
    async (variables) => {
      const answer = await campaign.ask('query ($code: ID!) { campaign(code: $code) { code } }', { variables });
      expect(answer.status).toBe(400);
      expect(answer.body.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    },
  );

  it('answers GET, and no mutation by it', async () => {
    const answer = await raw(`/graphql?query=${encodeURIComponent('{ viewer { agency } }')}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ data: { viewer: { agency: 'VN' } } });
  });

  it.each([
    ['DELETE', 'DELETE', '/graphql', {}, 405],
    ['OPTIONS', 'OPTIONS', '/graphql', {}, 405],
    ['a body that is no JSON', 'POST', '/graphql', json('not json'), 400],
    ['a body that would pollute', 'POST', '/graphql', json('{"__proto__": {"x": 1}}'), 400],
    ['another media type', 'POST', '/graphql', { body: 'query=x', headers: { 'content-type': 'text/plain' } }, 415],
    ['a batch', 'POST', '/graphql', json('[{"query":"{ viewer { agency } }"}]'), 400],
    ['a body that is too long', 'POST', '/graphql', json(JSON.stringify({ query: 'x'.repeat(300_000) })), 413],
    ['another path', 'GET', '/elsewhere', {}, 404],
  ] as [string, string, string, Options, number][])(
    'answers %s with a constant error',
    async (_, method, path, options, status) => {
      const answer = await raw(path, { method, ...options });
      expect(answer.status).toBe(status);
      expect(await answer.json()).toMatchObject({
        errors: [{ message: expect.any(String), extensions: { code: expect.any(String) } }],
      });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('refuses many conditions at once', async () => {
    const names = Array.from({ length: 48 }, (_, i) => `v${i}`);
    const query = `query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) { campaign(code: "OMD") { cases { nodes {
      ${names.map((name, i) => `${name}: narrative @include(if: $${name}) @skip(if: $${names[(i + 7) % 48]})`).join(' ')} } } } }`;
    const began = performance.now();
    const { status, body } = await campaign.ask(query, {
      variables: Object.fromEntries(names.map((name) => [name, true])),
    });
    expect(status).toBe(400);
    expect(body.errors?.map(({ message }) => message)).toEqual([
      'Expected at most 8 distinct combinations of @include and @skip with variables, got more.',
    ]);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('answers a path that cannot be decoded with a constant error', async () => {
    const { hostname, port } = new URL(campaign.gateway.url);
    // As it is: fetch would encode it.
    const request = httpRequest({ hostname, port, path: '/%' }).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const text = Buffer.concat(await response.toArray()).toString();
    const answer = { status: response.statusCode, text, id: response.headers['x-request-id'] };
    expect(answer).toEqual({ status: 400, text: UNREADABLE, id: expect.any(String) });
  });

  it.each([
    ['is no HTTP', 'hello\r\n\r\n', 'HTTP/1.1 400 Bad Request', 'MALFORMED_REQUEST'],
    [
      'has headers that are too long',
      `GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
      'HTTP/1.1 413 Payload Too Large',
      'PAYLOAD_TOO_LARGE',
    ],
  ] as const)('answers what %s with a constant error', async (_, sent, line, code) => {
    const socket = connect(Number(new URL(campaign.gateway.url).port), '127.0.0.1');
    socket.write(sent);
    const answer = Buffer.concat(await socket.toArray()).toString();
    expect(answer.split('\r\n')[0]).toBe(line);
    expect(answer.split('\r\n\r\n')[1]).toBe(errorBody(code));
  });

  it('answers a Host header that makes no URL with 400', async () => {
    const status = await new Promise((done, fail) => {
      httpRequest(
        `${campaign.gateway.url}?query=%7Bviewer%7Bagency%7D%7D`,
        { headers: { host: 'a b%', authorization: `Bearer ${campaign.token}` } },
        (response) => done(response.resume().statusCode),
      )
        .on('error', fail)
        .end();
    });
    expect(status).toBe(400);
  });

  it('shows no plan, whatever a client asks', async () => {
    const { body } = await campaign.ask(LIST, {
      headers: { 'apollo-query-plan-experimental': 'true', 'apollo-federation-include-trace': 'ftv1' },
    });
    expect(Object.keys(body)).toEqual(['data']);
  });
});

describe('viewer', () => {
  it('is the caller, with a purpose that the token allows', async () => {
    const headers = { 'x-purpose': 'investigation', 'x-case-reference': 'VN-17' };
    const { body } = await campaign.ask('{ viewer { subject agency scopes purpose caseReference } }', { headers });
    expect(body.data).toEqual({
      viewer: {
        subject: 'officer',
        agency: 'VN',
        scopes: ['case:operational', 'case:read'],
        purpose: 'investigation',
        caseReference: 'VN-17',
      },
    });
    const other = await campaign.ask('{ me: viewer { why: purpose } }', { headers: { 'x-purpose': 'curiosity' } });
    expect(other.body.data).toEqual({ me: { why: null } });
  });

  it('is answered beside the hub\u2019s fields', async () => {
    const { body } = await campaign.ask(
      'query ($with: Boolean!) { viewer @include(if: $with) { agency } campaign(code: "OMD") { name } }',
      { variables: { with: true } },
    );
    expect(body.data).toEqual({ viewer: { agency: 'VN' }, campaign: { name: 'Mekong Dragon' } });
  });
});

describe('a request without a good token', () => {
  const refusals: [string, Options][] = [
    [
      'POST',
      { method: 'POST', body: '{"query":"{ viewer { agency } }"}', headers: { 'content-type': 'application/json' } },
    ],
    ['GET', {}],
    [
      'introspection',
      {
        method: 'POST',
        body: '{"query":"{ __schema { types { name } } }"}',
        headers: { 'content-type': 'application/json' },
      },
    ],
    ['a body that is no JSON', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
    ['OPTIONS', { method: 'OPTIONS' }],
  ];
  it.each(refusals)('is 401 with one constant body: %s', async (_, options) => {
    const keys = {
      keyFile: `${campaign.folder}/development.jwk`,
      jwksFile: `${campaign.folder}/development.jwks.json`,
    };
    const claims = {
      iss: 'urn:campaign:development',
      aud: 'campaign-gateway',
      sub: 'x',
      agency: 'VN',
      exp: 9_999_999_999,
    };
    const authorizations = [
      undefined,
      'Bearer x',
      `Bearer ${unsigned(claims)}`,
      `Bearer ${await signConfused(keys, claims)}`,
      `Basic ${campaign.token}`,
    ];
    for (const authorization of authorizations) {
      const answer = await fetch(campaign.gateway.url, {
        ...options,
        headers: { ...options.headers, ...(authorization ? { authorization } : {}) },
      });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await answer.text()).toBe(
        '{"errors":[{"message":"A valid token is required.","extensions":{"code":"UNAUTHENTICATED"}}]}',
      );
    }
  });

  it('is 401 where a good token stands beside another', async () => {
    const status = await new Promise((done, fail) => {
      const request = httpRequest(campaign.gateway.url, { method: 'GET' }, (response) =>
        done(response.resume().statusCode),
      );
      request.on('error', fail);
      request.setHeader('authorization', [`Bearer ${campaign.token}`, `Bearer ${campaign.token}`] as never);
      request.end();
    });
    expect(status).toBe(401);
  });
});

describe('health and metrics', () => {
  it('need no token', async () => {
    const health = await fetch(new URL('/health', campaign.gateway.url));
    expect([health.status, await health.json()]).toEqual([200, { status: 'alive' }]);
    const ready = await fetch(new URL('/health?ready', campaign.gateway.url));
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
    const metrics = await (await fetch(new URL('/metrics', campaign.gateway.url))).text();
    expect(metrics).toContain('campaign_gateway_supergraph_loads_total{outcome="loaded"} 1');
    expect(metrics).toMatch(/campaign_gateway_unauthenticated_total \d+/);
  });

  it('is all that is said without one', async () => {
    expect(campaign.log.join('')).not.toContain(campaign.token);
    expect(campaign.log.join('')).not.toContain('own words');
  });
});
