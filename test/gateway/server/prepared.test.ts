// A gateway that prepares operations beside one that does not: what a client gets is the same to the byte.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AnyGateway, anySupergraph } from './any-supergraph.ts';
import { type MockCampaign, mockCampaign } from './mock-campaign.ts';
import { type Sent, send, sendTo } from './send.ts';
import { HIDDEN, STYLES, zoo, zooSdl } from './zoo.ts';

/** Who answers the same request when it comes again: the prepared operation, Apollo Server, or the HTTP server alone. */
type By = 'prepared' | 'apollo' | 'http';

const KEEPER = '{ keeper { id born } }';
const PAGED = 'query P($n: Int) { keepers(first: $n) { id } }';
const CHOSEN =
  'query C($with: Boolean = true, $n: Boolean!) { keeper { id born @include(if: $with) name @skip(if: $n) } }';
const TWO = 'query A { keeper { id } } query B { keeper { born } }';
const BAG = 'query ($constructor: Int, $toString: Order) { keepers(first: $constructor, order: $toString) { id } }';
const accept = (value: string | string[]): Sent => ({ body: { query: KEEPER }, headers: { accept: value } });
const type = (value: string | string[] | undefined): Sent => ({
  body: { query: KEEPER },
  headers: { 'content-type': value },
});
const get = (query: string): Sent => ({
  method: 'GET',
  path: `/graphql?${query}`,
  headers: { 'content-type': undefined },
});
/** It is not kept: what cannot be planned would be prepared for nothing. */
const UNPLANNED: Sent = { body: { query: '{ nobody { town } }' } };
/** Of several scripts, with what UTF-8 cannot say. */
const LONG = `${'ຂ້າວ é \u{1F40E} '.repeat(4_000)}\ud800`;
const parcelTo = (to: string) => JSON.stringify({ data: { parcel: { to } } });
const hash = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };

const TABLE: readonly [string, Sent, By][] = [
  // What clients usually send.
  ['a query', { body: { query: KEEPER } }, 'prepared'],
  ['a query with every key null', { body: { query: KEEPER, variables: null, operationName: null } }, 'prepared'],
  ['a query with an unknown key', { body: { query: KEEPER, id: 'x', doc_id: 1 } }, 'prepared'],
  ['a query with null for extensions', { body: { query: KEEPER, extensions: null } }, 'prepared'],
  ['a query in Unicode, with a comment', { body: { query: `# \u{1F40E} é\n${KEEPER}` } }, 'prepared'],
  ['white space around the body', { body: `\n  ${JSON.stringify({ query: KEEPER })}\r\n` }, 'prepared'],
  ['a key that stands twice', { body: `{"query":"{ nothing }","query":${JSON.stringify(KEEPER)}}` }, 'prepared'],
  ['a body in chunks', { body: { query: KEEPER }, headers: { 'transfer-encoding': 'chunked' } }, 'prepared'],
  ['a connection that ends', { body: { query: KEEPER }, headers: { connection: 'close' } }, 'prepared'],
  ['a mutation', { body: { query: 'mutation { rename(to: "x") { id } }' } }, 'prepared'],
  ['the type of the root', { body: { query: '{ __typename }' } }, 'prepared'],
  [
    'introspection',
    { body: { query: '{ __schema { queryType { name } } t: __type(name: "A") { name } }' } },
    'prepared',
  ],
  ['another host', { body: { query: KEEPER }, headers: { host: 'any.example:4000' } }, 'prepared'],
  ['a host that makes no URL', { body: { query: KEEPER }, headers: { host: 'a b' } }, 'http'],
  ['a host that is no address', { body: { query: KEEPER }, headers: { host: '256.1.1.1' } }, 'http'],
  ['an empty host', { body: { query: KEEPER }, headers: { host: '' } }, 'http'],
  // Operations of a document.
  ['an operation by its name', { body: { query: TWO, operationName: 'B' } }, 'prepared'],
  ['another of the same text', { body: { query: TWO, operationName: 'A' } }, 'prepared'],
  ['several without a name', { body: { query: TWO } }, 'apollo'],
  ['several with an empty name', { body: { query: TWO, operationName: '' } }, 'apollo'],
  ['a name that is not there', { body: { query: TWO, operationName: 'C' } }, 'apollo'],
  ['a name of the prototype', { body: { query: TWO, operationName: 'constructor' } }, 'apollo'],
  ['a name that is a number', { body: { query: TWO, operationName: 1 } }, 'apollo'],
  ['a name for the only one, which has none', { body: { query: KEEPER, operationName: 'A' } }, 'apollo'],
  // Variables.
  ['variables', { body: { query: PAGED, variables: { n: 3 } } }, 'prepared'],
  ['variables left out', { body: { query: PAGED } }, 'prepared'],
  ['a variable that is null', { body: { query: PAGED, variables: { n: null } } }, 'prepared'],
  [
    'variables too many',
    { body: { query: PAGED, variables: { n: 3, other: { deep: [1] }, toString: 1 } } },
    'prepared',
  ],
  ['variables for a query without', { body: { query: KEEPER, variables: { n: 3 } } }, 'prepared'],
  ['a variable of another type', { body: { query: PAGED, variables: { n: '3' } } }, 'apollo'],
  ['a variable that is a list', { body: { query: PAGED, variables: { n: [3] } } }, 'apollo'],
  ['a variable out of bounds', { body: { query: PAGED, variables: { n: 1e12 } } }, 'apollo'],
  ['a page that is too large', { body: { query: PAGED, variables: { n: 20_000 } } }, 'apollo'],
  ['a page that is too large, written out', { body: { query: '{ keepers(first: 20000) { id } }' } }, 'apollo'],
  ['variables that are a string', { body: { query: PAGED, variables: '{"n":3}' } }, 'apollo'],
  ['variables that are a list', { body: { query: PAGED, variables: [3] } }, 'apollo'],
  ['variables that are a number', { body: { query: PAGED, variables: 3 } }, 'apollo'],
  ['names of the prototype', { body: { query: BAG, variables: { constructor: 2, toString: 'BORN' } } }, 'prepared'],
  ['names of the prototype, left out', { body: { query: BAG, variables: {} } }, 'prepared'],
  ['names of the prototype that do not fit', { body: { query: BAG, variables: { toString: 'X' } } }, 'apollo'],
  [
    'variables that would pollute',
    { body: `{"query":${JSON.stringify(PAGED)},"variables":{"__proto__":{"n":1}}}` },
    'http',
  ],
  ['a condition by default', { body: { query: CHOSEN, variables: { n: true } } }, 'prepared'],
  ['a condition turned', { body: { query: CHOSEN, variables: { n: false, with: false } } }, 'prepared'],
  ['null for a condition with a default', { body: { query: CHOSEN, variables: { n: true, with: null } } }, 'apollo'],
  ['a condition that is missing', { body: { query: CHOSEN } }, 'apollo'],
  ['a condition that is null', { body: { query: CHOSEN, variables: { n: null } } }, 'apollo'],
  // Rights.
  ['a denied field', { body: { query: '{ keeper { id name strict } }' } }, 'prepared'],
  ['a denied field, allowed', { body: { query: '{ keeper { id name strict } }' }, as: 's' }, 'prepared'],
  [
    'a denied type among others',
    { body: { query: '{ found { __typename ... on A { label } ... on C { label } } }' } },
    'prepared',
  ],
  [
    'a denied argument',
    {
      body: { query: 'query ($f: Filter) { keepers(filter: $f) { id } }', variables: { f: { all: [{ name: 'x' }] } } },
    },
    'prepared',
  ],
  [
    'the same, without what is denied',
    { body: { query: 'query ($f: Filter) { keepers(filter: $f) { id } }', variables: { f: { born: 1 } } } },
    'prepared',
  ],
  ['a denied field of a mutation', { body: { query: 'mutation { wipe rename(to: "1") { id name } }' } }, 'prepared'],
  ['nothing but what is denied', { body: { query: '{ sealed }' } }, 'prepared'],
  ['a caller with times', { body: { query: '{ keeper { id town } }' }, as: 'operations:read' }, 'prepared'],
  ['a bad token', { body: { query: KEEPER }, headers: { authorization: 'Bearer x.y.z' } }, 'http'],
  // Subgraphs.
  ['a subgraph that is down', { body: { query: '{ keeper { id town } parcel { to } }' }, two: undefined }, 'prepared'],
  ['a subgraph that answers nonsense', { body: { query: '{ keeper { id town } }' }, two: '<html>' }, 'prepared'],
  [
    'a subgraph that answers errors',
    {
      body: { query: '{ parcel { to } }' },
      two: '{"data":{"parcel":null},"errors":[{"message":"at 10.0.0.1","path":["parcel"]}]}',
    },
    'prepared',
  ],
  [
    'a value that does not fit',
    { body: { query: '{ parcel { to } }' }, two: '{"data":{"parcel":{"to":{"x":1}}}}' },
    'prepared',
  ],
  // Sent as bytes by the one, as text by the other.
  ['a long answer', { body: { query: '{ parcel { to } }' }, two: parcelTo(LONG) }, 'prepared'],
  [
    'a long answer with what is denied, and with times',
    { body: { query: '{ keeper { id name } parcel { code to } }' }, two: parcelTo(LONG), as: 'operations:read' },
    'prepared',
  ],
  [
    'a long answer on a connection that ends',
    { body: { query: '{ parcel { to } }' }, two: parcelTo(LONG), headers: { connection: 'close' } },
    'prepared',
  ],
  ['what cannot be planned', UNPLANNED, 'apollo'],
  // Media types.
  ['charset', type('application/json; charset=utf-8'), 'prepared'],
  ['charset in capitals', type('application/json; charset=UTF-8'), 'prepared'],
  ['charset without a space', type('application/json;charset=utf-8'), 'prepared'],
  ['another charset', type('application/json; charset=iso-8859-1'), 'apollo'],
  ['capitals', type('Application/JSON'), 'apollo'],
  ['a type twice', type(['application/json', 'text/plain']), 'prepared'],
  ['a type that ends in json', type('application/graphql+json'), 'http'],
  ['plain text', type('text/plain'), 'http'],
  ['a form', type('application/x-www-form-urlencoded'), 'http'],
  ['a form in parts', type('multipart/form-data; boundary=x'), 'http'],
  [
    'plain text that says it needs no preflight',
    { ...type('text/plain'), headers: { 'content-type': 'text/plain', 'apollo-require-preflight': '1' } },
    'http',
  ],
  ['a type that is none', type('json'), 'http'],
  ['an empty type', type(''), 'http'],
  ['no type', type(undefined), 'http'],
  // What is accepted.
  ['anything', accept('*/*'), 'prepared'],
  ['JSON', accept('application/json'), 'prepared'],
  ['JSON, or anything', accept('application/json, */*'), 'prepared'],
  ['GraphQL', accept('application/graphql-response+json'), 'prepared'],
  ['GraphQL or JSON', accept('application/graphql-response+json, application/json'), 'prepared'],
  ['GraphQL rather than JSON', accept('application/graphql-response+json,application/json;q=0.9'), 'prepared'],
  ['GraphQL rather than JSON, spaced', accept('application/graphql-response+json, application/json;q=0.9'), 'prepared'],
  ['JSON rather than GraphQL', accept('application/graphql-response+json;q=0.5, application/json'), 'apollo'],
  ['two headers', accept(['application/json', 'text/html']), 'apollo'],
  ['an empty accept', accept(''), 'apollo'],
  ['HTML', accept('text/html'), 'apollo'],
  ['parts', accept('multipart/mixed; deferSpec=20220824, application/json'), 'apollo'],
  ['nothing that there is', accept('image/png'), 'apollo'],
  ['capitals accepted', accept('Application/JSON'), 'apollo'],
  // Bodies.
  ['an empty body', { body: '' }, 'http'],
  ['null', { body: 'null' }, 'apollo'],
  ['a string', { body: JSON.stringify(KEEPER) }, 'apollo'],
  ['an empty object', { body: {} }, 'apollo'],
  ['a list', { body: [{ query: KEEPER }] }, 'apollo'],
  ['an empty list', { body: [] }, 'apollo'],
  ['a request within', { body: { request: { query: KEEPER } } }, 'apollo'],
  ['a query that is a list', { body: { query: [KEEPER] } }, 'apollo'],
  ['a query that is a document', { body: { query: { kind: 'Document', definitions: [] } } }, 'apollo'],
  ['a query that is empty', { body: { query: '' } }, 'apollo'],
  ['a query that is null', { body: { query: null } }, 'apollo'],
  ['what is no JSON', { body: '{"query":' }, 'http'],
  ['what is too large', { body: { query: KEEPER, pad: 'x'.repeat(300_000) } }, 'http'],
  ['what nests deeply', { body: { query: `{ a${'{ a '.repeat(200)}${'}'.repeat(200)} }` } }, 'http'],
  ['what does not parse', { body: { query: '{ keeper {' } }, 'apollo'],
  ['what is not valid', { body: { query: '{ nothing }' } }, 'apollo'],
  ['a subscription', { body: { query: 'subscription { a }' } }, 'apollo'],
  // Persisted queries, and other ways in.
  ['a hash alone', { body: { extensions: hash } }, 'apollo'],
  ['a hash with its query', { body: { query: KEEPER, extensions: hash } }, 'apollo'],
  ['extensions', { body: { query: KEEPER, extensions: { clientLibrary: { name: 'x' } } } }, 'apollo'],
  ['extensions that are a list', { body: { query: KEEPER, extensions: [] } }, 'apollo'],
  ['extensions that are a string', { body: { query: KEEPER, extensions: '{}' } }, 'apollo'],
  [
    'GET with a header for preflight',
    {
      ...get(`query=${encodeURIComponent(KEEPER)}`),
      headers: { 'content-type': undefined, 'apollo-require-preflight': '1' },
    },
    'apollo',
  ],
  ['GET without', get(`query=${encodeURIComponent(KEEPER)}`), 'apollo'],
  ['GET with a type', { ...get(`query=${encodeURIComponent(KEEPER)}`), headers: {} }, 'apollo'],
  [
    'GET of a mutation',
    { ...get(`query=${encodeURIComponent('mutation { rename(to: "x") { id } }')}`), headers: {} },
    'apollo',
  ],
  ['POST with a query in the path', { path: '/graphql?x=1', body: { query: KEEPER } }, 'apollo'],
  ['POST with an empty query in the path', { path: '/graphql?', body: { query: KEEPER } }, 'apollo'],
  ['another path', { path: '/graphql/', body: { query: KEEPER } }, 'http'],
  ['PUT', { method: 'PUT', body: { query: KEEPER } }, 'apollo'],
  ['PATCH', { method: 'PATCH', body: { query: KEEPER } }, 'apollo'],
  ['DELETE', { method: 'DELETE', body: { query: KEEPER } }, 'apollo'],
  ['OPTIONS', { method: 'OPTIONS', body: { query: KEEPER } }, 'apollo'],
  ['HEAD', { method: 'HEAD', headers: { 'content-type': undefined } }, 'apollo'],
];

const WORLD = zoo();
const PARTS = {
  ...WORLD,
  // No type has this interface: no plan covers what the other subgraph has of it.
  one: {
    ...WORLD.one,
    sdl: `${WORLD.one.sdl} interface Nobody @key(fields: "id") { id: ID! name: String } extend type Query { nobody: Nobody }`,
  },
  two: { ...WORLD.two, sdl: `${WORLD.two.sdl} interface Nobody { id: ID! town: String }` },
};
const BOUNDS = { all: { retries: 0, breaker: { failures: 10_000 } } };
const asked = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');

describe('a prepared operation', () => {
  let on: AnyGateway;
  let off: AnyGateway;
  beforeAll(async () => {
    const yaml = { introspection: true, subgraphs: BOUNDS };
    on = await anySupergraph(PARTS, yaml);
    off = await anySupergraph(PARTS, { ...yaml, preparedOperations: false });
  }, 60_000);
  afterEach(() => {
    for (const { subgraphs } of [on, off]) subgraphs.get('two')?.behave(undefined);
  });
  afterAll(() => Promise.all([on.close(), off.close()]));

  it.each(TABLE)('answers as Apollo Server does: %s', async (_, sent, by) => {
    const expected = await sendTo(off, sent);
    expect(await sendTo(off, sent)).toEqual(expected);
    expect(await sendTo(on, sent)).toEqual(expected);
    const before = asked.mock.calls.length;
    expect(await sendTo(on, sent)).toEqual(expected);
    expect(asked.mock.calls.length - before).toBe(by === 'apollo' ? 1 : 0);
    if (by === 'prepared') expect(expected.status).toBe(200);
    if (sent === UNPLANNED) expect(expected.status).toBe(500);
  });
});

describe('rights on a prepared operation', { timeout: 60_000 }, () => {
  const QUERY = '{ keeper { id name born strict } keepers(name: "hidden name") { id } }';
  const answers = async (running: AnyGateway, scopes: readonly (string | undefined)[]) => {
    const all: string[] = [];
    for (const as of scopes) all.push((await running.ask(QUERY, { as })).text);
    return all;
  };

  it('are those of each caller, whoever asked first', async () => {
    const running = await anySupergraph(zoo());
    const [first = '', nobody = '', other, again] = await answers(running, ['s', undefined, 'x', 's']);
    const before = asked.mock.calls.length;
    expect(await answers(running, ['s', undefined, 'x', 's'])).toEqual([first, nobody, other, again]);
    expect(asked.mock.calls.length).toBe(before);
    await running.close();
    expect(first).toContain('hidden name');
    expect(nobody).not.toMatch(HIDDEN);
    expect([other, again]).toEqual([nobody, first]);
  });

  it('are those of the schema in use: none is answered by the one before a reload', async () => {
    const running = await anySupergraph(zoo());
    const query = '{ keeper { born } }';
    const born = async () => (await running.ask(query)).data;
    for (const _ of ['first', 'prepared']) expect(await born()).toEqual({ keeper: { born: 1970 } });
    const { one, two } = zooSdl();
    const strict = one.replace(
      'born: Int\n        secret',
      `born: Int ${STYLES.imported.needs}(scopes: [["s"]])\n        secret`,
    );
    await running.recompose({ one: strict, two });
    for (const _ of ['first', 'prepared']) expect(await born()).toEqual({ keeper: { born: null } });
    await running.recompose({ one: one.replace('born: Int\n        secret', 'secret'), two });
    const gone = await running.ask(query);
    await running.close();
    expect([gone.status, gone.errors]).toEqual([400, ['(GRAPHQL_VALIDATION_FAILED)']]);
  });
});

describe('a prepared operation of the campaign', { timeout: 60_000 }, () => {
  const LIST =
    '{ campaign(code: "OMD") { cases { totalCount nodes { id narrative outcome { arrests } } } } viewer { agency } }';
  const LINES = '"kind":"operation"';
  let campaigns: MockCampaign[] = [];
  beforeAll(async () => {
    const yaml = { subgraphs: BOUNDS };
    campaigns = [await mockCampaign(yaml), await mockCampaign({ ...yaml, preparedOperations: false })];
  });
  afterAll(() => Promise.all(campaigns.map((each) => each.close())));

  const both = (sent: (campaign: MockCampaign) => Sent) =>
    Promise.all(
      campaigns.map(async (campaign) => {
        const { headers, body, ...rest } = sent(campaign);
        const authorization = headers?.authorization ?? `Bearer ${campaign.token}`;
        const again = { ...rest, body, headers: { ...headers, authorization } };
        return [await send(campaign.gateway.url, again), await send(campaign.gateway.url, again)];
      }),
    );
  const recorded = ({ folder }: MockCampaign) =>
    readFileSync(join(folder, 'audit/gateway.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.includes(LINES)).length;

  it('is on record each time, and answered as by Apollo Server', async () => {
    const [on = [], off] = await both(() => ({ body: { query: LIST } }));
    expect(on).toEqual(off);
    expect(on[1]).toEqual(on[0]);
    expect(on[0]?.bytes).toContain('"narrative":"of TH-1"');
    expect(campaigns.map(recorded)).toEqual([2, 2]);
  });

  it('names the participants that did not answer as Apollo Server does', async () => {
    for (const each of campaigns) each.participants.get('TH')?.behave(() => undefined);
    const [on, off] = await both(() => ({ body: { query: LIST } }));
    for (const each of campaigns) each.participants.get('TH')?.behave(undefined);
    expect(on).toEqual(off);
    expect(on?.[1]?.bytes).toContain(
      '"participants":[{"code":"KH","state":"ANSWERED"},{"code":"TH","state":"UNAVAILABLE"}',
    );
  });

  it('takes no request without a token, and no simple one with it', async () => {
    for (const sent of [
      { body: { query: LIST }, headers: { authorization: 'Basic x' } },
      { body: { query: LIST }, headers: { 'content-type': undefined } },
    ]) {
      const [on = [], off] = await both(() => sent);
      expect(on).toEqual(off);
      expect(on[1]?.status).toBe('authorization' in sent.headers ? 401 : 415);
    }
  });
});
