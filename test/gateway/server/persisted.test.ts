// Operations of a manifest: known by their ids, prepared before they are asked, and alone where the gateway says so.
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { ApolloServer } from '@apollo/server';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { idOf, type WrittenManifest, writtenManifest } from '../persisted/written-manifest.ts';
import { type AnyGateway, anySupergraph } from './any-supergraph.ts';
import { zoo, zooSdl } from './zoo.ts';

const KEEPER = '\n  query Keeper { keeper { id born } }\n';
const PAGED = 'query Paged($n: Int) { keepers(first: $n) { id } }';
const TWO = 'query A { keeper { id } } query B { keeper { born } }';
const RENAME = 'mutation Rename { rename(to: "x") { id } }';
const RIGHTS = 'query Rights { keeper { id name } ruled known }';
const OTHER = '{ keeper { town } }';
const LISTED = [KEEPER, PAGED, TWO, RENAME, RIGHTS];

const asked = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
}

interface Received {
  readonly status: number | undefined;
  readonly headers: readonly string[];
  readonly bytes: string;
}

async function send(
  { gateway }: AnyGateway,
  { method = 'POST', path = '/graphql', headers, body }: Sent,
): Promise<Received> {
  const { hostname, port } = new URL(gateway.url);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = body === undefined ? { 'apollo-require-preflight': '1' } : { 'content-type': 'application/json' };
  const request = httpRequest({ hostname, port, path, method, headers: { ...type, ...headers }, agent: false });
  request.end(body === undefined ? undefined : text);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const bytes = Buffer.concat(await response.toArray()).toString();
  const own = response.rawHeaders.map((each, index, all) =>
    ['x-request-id', 'date'].includes(all[index - 1]?.toLowerCase() ?? '') ? 'any' : each,
  );
  return { status: response.statusCode, headers: own, bytes };
}

const apq = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });
const get = (parameters: Record<string, string>): Sent => ({
  method: 'GET',
  path: `/graphql?${new URLSearchParams(parameters).toString()}`,
});
const codeOf = ({ bytes }: Received): unknown =>
  (JSON.parse(bytes) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code;

/** Plans made so far, and look-ups that found one. */
async function plans({ gateway }: AnyGateway): Promise<{ made: number; found: number }> {
  const text = await (await fetch(new URL('/metrics', gateway.url))).text();
  const count = (outcome: string) =>
    Number(new RegExp(`plan_cache_lookups_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
  return { made: count('miss'), found: count('hit') };
}

/** How many of the requests that `work` makes Apollo Server is given, and how many plans are made. */
async function costOf(running: AnyGateway, work: () => Promise<unknown>): Promise<{ apollo: number; plans: number }> {
  const [before, { made }] = [asked.mock.calls.length, await plans(running)];
  await work();
  return { apollo: asked.mock.calls.length - before, plans: (await plans(running)).made - made };
}

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

const selections = (count: number) => Array.from({ length: count }, (_, index) => `f${index}: id`).join(' ');
const starting = (...files: string[]) => anySupergraph(zoo(), { persistedOperations: { manifest: files } });

async function started(
  texts: readonly string[],
  yaml: Record<string, unknown> = {},
  only = false,
  policies?: string,
): Promise<AnyGateway & { readonly manifest: WrittenManifest }> {
  const manifest = writtenManifest(...texts);
  open.push(() => manifest.remove());
  const running = await anySupergraph(
    zoo(),
    { ...yaml, persistedOperations: { manifest: manifest.file, only } },
    policies,
  );
  open.push(() => running.close());
  return { ...running, manifest };
}

describe('an operation of the manifest', { timeout: 60_000 }, () => {
  it('is prepared and planned before it is asked for the first time', async () => {
    const running = await started(LISTED);
    for (const [text, options] of [
      [KEEPER, {}],
      [KEEPER, { operationName: 'Keeper' }],
      [PAGED, { variables: { n: 2 } }],
      [TWO, { operationName: 'B' }],
      [RIGHTS, {}],
      // Every scope, and no policy that allows anything.
      [RIGHTS, { as: 's' }],
    ] as const) {
      const cost = await costOf(running, async () => expect((await running.ask(text, options)).status).toBe(200));
      expect([text, cost]).toEqual([text, { apollo: 0, plans: 0 }]);
    }
    const other = await costOf(running, () => running.ask(OTHER));
    expect(other).toEqual({ apollo: 1, plans: 1 });
  });

  it('is planned for each choice of what is included', async () => {
    const text =
      'query C($with: Boolean!, $n: Boolean = true) { keeper { id born @include(if: $with) town @skip(if: $n) } }';
    const running = await started([text]);
    for (const variables of [{ with: true }, { with: false }, { with: true, n: false }, { with: false, n: false }])
      expect(await costOf(running, () => running.ask(text, { variables }))).toEqual({ apollo: 0, plans: 0 });
  });

  it('is prepared and planned again before a new schema takes traffic, for those who asked it lately too', async () => {
    const running = await started(LISTED, {}, false, 'permit(principal, action, resource == Policy::"open");');
    // Neither the whole of it nor anything else that is planned for whoever may come.
    expect(await costOf(running, () => running.ask(RIGHTS))).toEqual({ apollo: 0, plans: 1 });
    const { one, two } = zooSdl();
    for (const added of ['first', 'second']) {
      // Nobody asks between the two.
      await running.recompose({ one: one.replace('sealed: Int!', `${added}: Int sealed: Int!`), two });
    }
    const again = async () => {
      for (const as of [undefined, 's'] as const) expect((await running.ask(RIGHTS, { as })).status).toBe(200);
      expect((await running.ask(PAGED)).status).toBe(200);
      expect((await running.ask('{ second }')).status).toBe(200);
    };
    expect(await costOf(running, again)).toEqual({ apollo: 1, plans: 1 });
    // Who did not ask is planned for now.
    expect(await costOf(running, () => running.ask(RIGHTS, { as: 'other' }))).toEqual({ apollo: 0, plans: 1 });
  });

  it('is answered by each caller’s rights, whoever it was planned for', async () => {
    const running = await started(LISTED);
    const nobody = await running.ask(RIGHTS);
    const holder = await running.ask(RIGHTS, { as: 's' });
    expect(nobody.data).toEqual({ keeper: { id: 'k1', name: null }, ruled: null, known: null });
    expect(nobody.errors).toEqual(['keeper.name', 'ruled', 'known']);
    expect(holder.errors).toEqual(['ruled']);
    expect(holder.text).toContain('hidden name');
  });

  it('is answered like any other once it does not fit, and the rest of the manifest stays prepared', async () => {
    const running = await started(LISTED);
    const { one, two } = zooSdl();
    const without = one.replace('born: Int\n        secret', 'secret');
    await running.recompose({ one: without, two });
    const gone = await running.ask(KEEPER);
    expect([gone.status, gone.errors]).toEqual([400, ['(GRAPHQL_VALIDATION_FAILED)']]);
    expect(await costOf(running, () => running.ask(PAGED))).toEqual({ apollo: 0, plans: 0 });
    await running.recompose({ one, two });
    expect(await costOf(running, () => running.ask(KEEPER))).toEqual({ apollo: 0, plans: 0 });
  });

  it('is prepared where Apollo Server takes it, and only there', async () => {
    const conditions = Array.from({ length: 9 }, (_, index) => index);
    const texts = [
      '{ keeper {',
      '{ nothing }',
      'query A { keeper { id } } query A { keeper { id } }',
      'query ($n: Int, $n: Int) { keepers(first: $n) { id } }',
      '{ keeper { __typename id } }',
      '{ __schema { queryType { name } } }',
      '{ __type(name: "A") { name } }',
      'subscription { a }',
      'mutation { rename(to: "x") { id } }',
      '{ keeper { __name: name } }',
      `{ keeper { ${selections(200)} } }`,
      `{ keeper { ${selections(201)} } }`,
      `{ a { ${'deep { '.repeat(8)}id${' }'.repeat(8)} } }`,
      `{ a { ${'deep { '.repeat(9)}id${' }'.repeat(9)} } }`,
      `{ a { ${'... { '.repeat(90)}id${' }'.repeat(90)} } }`,
      `query (${conditions.map((each) => `$c${each}: Boolean!`).join(' ')}) { keeper { ${conditions.map((each) => `f${each}: id @include(if: $c${each})`).join(' ')} } }`,
      '{ keepers(first: 10000) { id } }',
      '{ keepers(first: 10001) { id } }',
      'query ($n: Int = 10001) { keepers(first: $n) { id } }',
      `{ keeper { id } } #${'x '.repeat(10)}`,
      `{ keeper { ${'id '.repeat(700)} } }`,
    ];
    const running = await started(texts, { limits: { maxSelections: 202, maxDepth: 10, maxTokens: 650 } });
    const seen: [string, number, number][] = [];
    for (const text of texts) {
      const [before, variables] = [
        asked.mock.calls.length,
        Object.fromEntries(conditions.map((each) => [`c${each}`, true])),
      ];
      const { status } = await running.ask(text, { variables });
      seen.push([text.slice(0, 60), status, asked.mock.calls.length - before]);
    }
    // The HTTP server itself refuses what nests deeply.
    for (const [text, status, apollo] of seen)
      expect([text, apollo]).toEqual([text, status === 200 || text.startsWith('{ a { ... {') ? 0 : 1]);
    const figures = await (await fetch(new URL('/metrics', running.gateway.url))).text();
    expect(figures).toContain(`persisted_operations{state="refused"} ${texts.length - 7}\n`);
    expect(seen.filter(([, status]) => status === 200)).toHaveLength(7);
  });

  it('is not forgotten for operations that are not of the manifest', async () => {
    const running = await started([KEEPER]);
    const pad = '#'.repeat(200_000);
    for (const index of [1, 2, 3, 4]) await running.ask(`{ keeper { id born } } ${pad}${index}`);
    expect(await costOf(running, () => running.ask(KEEPER))).toEqual({ apollo: 0, plans: 0 });
  });

  it('goes through Apollo Server where operations are not prepared, though no more is planned', async () => {
    const running = await started(LISTED, { preparedOperations: false });
    expect(await costOf(running, () => running.ask(KEEPER))).toEqual({ apollo: 1, plans: 0 });
    const byId = await send(running, { body: { extensions: apq(idOf(KEEPER)) } });
    expect([byId.status, byId.bytes]).toEqual([200, '{"data":{"keeper":{"id":"k1","born":1970}}}\n']);
  });
});

describe('a manifest that changes', { timeout: 60_000 }, () => {
  it('is taken up while the gateway runs, and its operations are prepared before they are known', async () => {
    const running = await started([KEEPER], {}, true);
    const byId = { body: { extensions: apq(idOf(PAGED)) } };
    expect(codeOf(await send(running, byId))).toBe('PERSISTED_QUERY_NOT_IN_LIST');
    running.manifest.write(PAGED);
    await running.gateway.reload();
    expect(await costOf(running, async () => expect((await send(running, byId)).status).toBe(200))).toEqual({
      apollo: 0,
      plans: 0,
    });
    // What is on it no more is not answered, though it was prepared.
    expect(codeOf(await send(running, { body: { query: KEEPER } }))).toBe('PERSISTED_QUERY_NOT_IN_LIST');
  });

  it('stays as it was where it cannot be taken', async () => {
    const running = await started([KEEPER], {}, true);
    for (const text of ['{', '[]', JSON.stringify({ [idOf(PAGED)]: OTHER })]) {
      running.manifest.writeText(text);
      await running.gateway.reload();
      expect((await running.ask(KEEPER)).status).toBe(200);
      expect((await running.ask(OTHER)).errors).toEqual(['(PERSISTED_QUERY_NOT_IN_LIST)']);
    }
  });

  it('lets no gateway start that cannot take it', async () => {
    const manifest = writtenManifest(KEEPER);
    open.push(() => manifest.remove());
    await expect(starting(manifest.file, `${manifest.file}.not`)).rejects.toThrow(
      /operations\.json\.not: expected a readable file of at most 4 MiB, got ENOENT$/,
    );
    manifest.writeText('{ "a": "b" }');
    await expect(starting(manifest.file)).rejects.toThrow(/operations\.json: "a": expected the SHA-256 of the text/);
  });
});

const KNOWN: readonly [string, Sent, string][] = [
  ['Apollo’s extension', { body: { extensions: apq(idOf(KEEPER)) } }, 'prepared'],
  [
    'Apollo’s extension, a name and variables',
    { body: { extensions: apq(idOf(PAGED)), operationName: 'Paged', variables: { n: 2 } } },
    'prepared',
  ],
  ['Apollo’s extension with the text', { body: { query: KEEPER, extensions: apq(idOf(KEEPER)) } }, 'prepared'],
  ['a null for the text', { body: { query: null, extensions: apq(idOf(KEEPER)) } }, 'prepared'],
  [
    'Apollo’s extension beside others',
    { body: { extensions: { ...apq(idOf(KEEPER)), client: { name: 'x' } } } },
    'apollo',
  ],
  ['a document id', { body: { documentId: `sha256:${idOf(KEEPER)}` } }, 'prepared'],
  [
    'a document id and a null for the text',
    { body: { documentId: `sha256:${idOf(KEEPER)}`, query: null, extensions: null } },
    'prepared',
  ],
  ['one of two operations', { body: { documentId: `sha256:${idOf(TWO)}`, operationName: 'B' } }, 'prepared'],
  ['none of two operations', { body: { documentId: `sha256:${idOf(TWO)}` } }, 'apollo'],
  ['an operation that is not there', { body: { documentId: `sha256:${idOf(TWO)}`, operationName: 'C' } }, 'apollo'],
  ['variables that do not fit', { body: { extensions: apq(idOf(PAGED)), variables: { n: 'x' } } }, 'apollo'],
  ['a mutation', { body: { extensions: apq(idOf(RENAME)) } }, 'prepared'],
  ['GET and Apollo’s extension', get({ extensions: JSON.stringify(apq(idOf(KEEPER))) }), 'apollo'],
  [
    'GET, a name and variables',
    get({ extensions: JSON.stringify(apq(idOf(PAGED))), operationName: 'Paged', variables: '{"n":2}' }),
    'apollo',
  ],
  ['GET and a document id', get({ documentId: `sha256:${idOf(KEEPER)}` }), 'apollo'],
  ['GET of a mutation', get({ documentId: `sha256:${idOf(RENAME)}` }), 'apollo'],
  [
    'a media type',
    { body: { extensions: apq(idOf(KEEPER)) }, headers: { accept: 'application/graphql-response+json' } },
    'prepared',
  ],
];

const textOf = (id: unknown) => LISTED.find((text) => [idOf(text), `sha256:${idOf(text)}`].includes(String(id)));

/** With the text in place of the id. */
function filled({ documentId, extensions, ...rest }: Record<string, unknown>): Record<string, unknown> {
  const { persistedQuery, ...others } = (extensions ?? {}) as Partial<ReturnType<typeof apq>>;
  const query = textOf(documentId ?? persistedQuery?.sha256Hash);
  return { ...rest, query, ...(Object.keys(others).length > 0 ? { extensions: others } : {}) };
}

/** The same request with the text in place of the id. */
function withText({ body, path = '', ...rest }: Sent): Sent {
  if (body !== undefined) return { ...rest, body: filled(body as Record<string, unknown>) };
  const { extensions = 'null', ...parameters } = Object.fromEntries(new URLSearchParams(path.split('?')[1]));
  return get(filled({ ...parameters, extensions: JSON.parse(extensions) as unknown }) as Record<string, string>);
}

const UNKNOWN = idOf('another');
const REFUSED: readonly [string, Sent, number, string][] = [
  ['an unknown id', { body: { extensions: apq(UNKNOWN) } }, 200, 'PERSISTED_QUERY_NOT_FOUND'],
  ['an unknown document id', { body: { documentId: `sha256:${UNKNOWN}` } }, 200, 'PERSISTED_QUERY_NOT_FOUND'],
  ['a document id of another kind', { body: { documentId: idOf(KEEPER) } }, 200, 'PERSISTED_QUERY_NOT_FOUND'],
  ['an id in capitals', { body: { extensions: apq(idOf(KEEPER).toUpperCase()) } }, 200, 'PERSISTED_QUERY_NOT_FOUND'],
  ['a name of the prototype', { body: { extensions: apq('constructor') } }, 200, 'PERSISTED_QUERY_NOT_FOUND'],
  ['an unknown id by GET', get({ documentId: `sha256:${UNKNOWN}` }), 200, 'PERSISTED_QUERY_NOT_FOUND'],
  ['an id of another text', { body: { query: OTHER, extensions: apq(idOf(KEEPER)) } }, 400, 'BAD_REQUEST'],
  ['an id of an empty text', { body: { query: '', extensions: apq(idOf(KEEPER)) } }, 400, 'BAD_REQUEST'],
  [
    'an id of another text by GET',
    get({ query: OTHER, extensions: JSON.stringify(apq(idOf(KEEPER))) }),
    400,
    'BAD_REQUEST',
  ],
  ['another version', { body: { extensions: apq(idOf(KEEPER), 2) } }, 400, 'BAD_REQUEST'],
  ['an id that is no text', { body: { extensions: apq([idOf(KEEPER)]) } }, 400, 'BAD_REQUEST'],
  ['an extension that is none', { body: { extensions: { persistedQuery: idOf(KEEPER) } } }, 400, 'BAD_REQUEST'],
  ['a document id that is no text', { body: { documentId: 7 } }, 400, 'BAD_REQUEST'],
  ['a document id and a text', { body: { documentId: `sha256:${idOf(KEEPER)}`, query: KEEPER } }, 400, 'BAD_REQUEST'],
  ['two ids', { body: { documentId: `sha256:${idOf(KEEPER)}`, extensions: apq(idOf(KEEPER)) } }, 400, 'BAD_REQUEST'],
];

describe('an id alone', { timeout: 60_000 }, () => {
  let on: AnyGateway;
  let off: AnyGateway;
  const manifest = writtenManifest(...LISTED);
  beforeAll(async () => {
    const yaml = { persistedOperations: { manifest: manifest.file } };
    on = await anySupergraph(zoo(), yaml);
    off = await anySupergraph(zoo(), { ...yaml, preparedOperations: false });
  });
  afterAll(async () => {
    await Promise.all([on.close(), off.close()]);
    manifest.remove();
  });

  it.each(KNOWN)('is answered as its text is, at once: %s', async (_, sent, by) => {
    const expected = await send(off, withText(sent));
    const before = asked.mock.calls.length;
    expect(await send(on, sent)).toEqual(expected);
    expect(asked.mock.calls.length - before).toBe(by === 'apollo' ? 1 : 0);
    expect(await send(off, sent)).toEqual(expected);
    expect(expected.bytes).not.toContain('PERSISTED');
  });

  it.each(REFUSED)(
    'is refused where it cannot be taken, and nothing is carried out: %s',
    async (_, sent, status, code) => {
      const before = asked.mock.calls.length;
      const received = await send(on, sent);
      expect([received.status, codeOf(received)]).toEqual([status, code]);
      expect(asked.mock.calls.length).toBe(before);
      expect(on.asked() + off.asked()).not.toContain('town');
    },
  );

  it('takes a token first, where one is needed', async () => {
    const sent = { headers: { authorization: 'Bearer x.y.z' }, body: { extensions: apq(UNKNOWN) } };
    expect((await send(on, sent)).status).toBe(401);
  });

  it('does not make a text known that is sent with its id', async () => {
    expect((await send(on, { body: { query: OTHER, extensions: apq(idOf(OTHER)) } })).status).toBe(200);
    expect(codeOf(await send(on, { body: { extensions: apq(idOf(OTHER)) } }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('is counted apart from texts, on the list or not', async () => {
    const counts = async () => {
      const text = await (await fetch(new URL('/metrics', on.gateway.url))).text();
      return ['id', 'unknown', 'text', 'unlisted'].map((outcome) =>
        Number(new RegExp(`persisted_lookups_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1] ?? 0),
      );
    };
    const before = await counts();
    await send(on, { body: { extensions: apq(idOf(KEEPER)) } });
    await send(on, { body: { extensions: apq(UNKNOWN) } });
    await send(on, { body: { query: KEEPER } });
    for (const _ of ['first', 'prepared']) await send(on, { body: { query: '{ keeper { id } }' } });
    const after = await counts();
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 1, 2]);
  });

  it('is no simple request: a page of another site cannot send it', async () => {
    for (const path of [
      `/graphql?documentId=sha256:${idOf(KEEPER)}`,
      get({ extensions: JSON.stringify(apq(idOf(KEEPER))) }).path ?? '',
    ]) {
      const { bytes, status } = await send(on, { method: 'GET', path, headers: { 'apollo-require-preflight': '' } });
      expect([status, bytes.includes('"keeper"')]).toEqual([400, false]);
    }
  });

  it('is not known to a gateway without a manifest, which says so', async () => {
    const running = await anySupergraph(zoo());
    open.push(() => running.close());
    expect(codeOf(await send(running, { body: { extensions: apq(idOf(KEEPER)) } }))).toBe(
      'PERSISTED_QUERY_NOT_SUPPORTED',
    );
    expect(codeOf(await send(running, { body: { documentId: `sha256:${idOf(KEEPER)}` } }))).toBe('BAD_REQUEST');
  });
});

const SPACED = KEEPER.trim();
const ATTACKS: readonly [string, Sent][] = [
  ['a text', { body: { query: OTHER } }],
  ['a text that differs by a space', { body: { query: SPACED } }],
  ['a text with a comment behind', { body: { query: `${KEEPER}#` } }],
  [
    'a listed text with another operation behind',
    { body: { query: `${KEEPER} query Other { keeper { town } }`, operationName: 'Other' } },
  ],
  ['a text and an id that is its own', { body: { query: OTHER, extensions: apq(idOf(OTHER)) } }],
  ['an id that was sent with its text', { body: { extensions: apq(idOf(OTHER)) } }],
  ['a document id', { body: { documentId: `sha256:${idOf(OTHER)}` } }],
  ['a text and an extension', { body: { query: OTHER, extensions: { a: 1 } } }],
  ['what does not parse', { body: { query: '{ keeper {' } }],
  ['what is not valid', { body: { query: '{ nothing }' } }],
  ['introspection', { body: { query: '{ __schema { types { name } } }' } }],
  ['the type of the root', { body: { query: '{ __typename }' } }],
  ['an empty text', { body: { query: '' } }],
  ['a key that stands twice', { body: `{"query":${JSON.stringify(KEEPER)},"query":${JSON.stringify(OTHER)}}` }],
  ['another media type', { body: { query: OTHER }, headers: { accept: 'application/graphql-response+json' } }],
  ['another charset', { body: { query: OTHER }, headers: { 'content-type': 'application/json; charset=iso-8859-1' } }],
  [
    'a query in the path beside a listed body',
    { path: `/graphql?query=${encodeURIComponent(OTHER)}`, body: { query: KEEPER } },
  ],
  [
    'a listed query in the path beside another body',
    { path: `/graphql?query=${encodeURIComponent(KEEPER)}`, body: { query: OTHER } },
  ],
  ['GET', get({ query: OTHER })],
  [
    'GET with two',
    { method: 'GET', path: `/graphql?query=${encodeURIComponent(KEEPER)}&query=${encodeURIComponent(OTHER)}` },
  ],
  ['GET behind a name that is encoded', { method: 'GET', path: `/graphql?%71uery=${encodeURIComponent(OTHER)}` }],
  ['GET with extensions that are no JSON', get({ query: OTHER, extensions: '{' })],
  ['GET and an id that is its own', get({ query: OTHER, extensions: JSON.stringify(apq(idOf(OTHER))) })],
  ['PUT', { method: 'PUT', body: { query: OTHER } }],
  ['a mutation', { body: { query: 'mutation { wipe }' } }],
];
/** What Apollo Server takes for no operation at all. */
const NONE: readonly [string, Sent, number][] = [
  ['a list', { body: [{ query: OTHER }] }, 400],
  ['a list of what is listed', { body: [{ query: KEEPER }, { query: OTHER }] }, 400],
  ['a query that is a list', { body: { query: [OTHER] } }, 400],
  ['a document', { body: { query: { kind: 'Document', definitions: [] } } }, 400],
  ['an extension that is a list', { body: { extensions: [OTHER] } }, 400],
  ['nothing', { body: {} }, 400],
  ['an id of what is listed for another text', { body: { query: OTHER, extensions: apq(idOf(KEEPER)) } }, 400],
  [
    'a document id of what is listed beside another text',
    { body: { query: OTHER, documentId: `sha256:${idOf(KEEPER)}` } },
    400,
  ],
  ['the same by GET', get({ query: OTHER, documentId: `sha256:${idOf(KEEPER)}` }), 400],
  ['GET with two ids', { method: 'GET', path: `/graphql?documentId=a&documentId=sha256:${idOf(KEEPER)}` }, 400],
  ['a fragment of a URL', { method: 'GET', path: `/graphql?#query=${encodeURIComponent(OTHER)}` }, 400],
  ['a form', { body: `query=${OTHER}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
];

describe.each([true, false])(
  'a gateway that answers its list alone (prepared: %s)',
  { timeout: 60_000 },
  (preparedOperations) => {
    let running: AnyGateway;
    const manifest = writtenManifest(...LISTED);
    beforeAll(async () => {
      const persistedOperations = { manifest: manifest.file, only: true };
      running = await anySupergraph(zoo(), { introspection: true, preparedOperations, persistedOperations });
    });
    afterAll(async () => {
      await running.close();
      manifest.remove();
    });

    it.each(ATTACKS)('refuses %s, each time and before it is looked at', async (_, sent) => {
      running.asked();
      const before = asked.mock.calls.length;
      for (const _time of ['first', 'second']) {
        const received = await send(running, sent);
        expect([received.status, codeOf(received)]).toEqual([403, 'PERSISTED_QUERY_NOT_IN_LIST']);
        expect(received.bytes).not.toContain('"data"');
      }
      expect(running.asked()).toBe('');
      expect(asked.mock.calls.length).toBe(before);
    });

    it.each(NONE)('carries out nothing for %s', async (_, sent, status) => {
      running.asked();
      const received = await send(running, sent);
      expect([received.status, received.bytes.includes('"data"')]).toEqual([status, false]);
      expect(running.asked()).toBe('');
    });

    it.each(KNOWN)('answers what is on it: %s', async (_, sent) => {
      const received = await send(running, sent);
      expect(received.bytes).not.toContain('PERSISTED');
      expect(await send(running, withText(sent))).toEqual(received);
    });
  },
);
