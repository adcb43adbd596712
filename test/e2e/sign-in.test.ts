// People sign in at the demonstration's OpenID provider, by its redirects, pages and cookies, and ask the gateway.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readRoster } from '#schema/roster/roster.ts';
import { demonstrationRecords } from '#subgraphs/demo/records.ts';
import { until } from '../gateway/until.ts';
import { redeem, type SignInAt, signIn, tokenOf } from '../subgraphs/demo/identity/browser.ts';
import { makeFolder, type RunningCampaign, removeFolder, startCampaign } from './running-campaign.ts';

const WHO = '{ viewer { subject agency scopes } }';
const ALL = 'openid statistics:read case:read case:operational case:identifiers case:nominal operations:read';
/** One query for everybody. */
const QUERY = `{ phase(id: "OMD-5") {
  statistics { caseCount }
  cases(first: 60) { nodes { id participant { code } conveyance { identifiers { kind } } suspects { role } } }
} }`;
interface Body {
  readonly id: string;
  readonly participant: { readonly code: string };
  readonly conveyance: { readonly identifiers: readonly unknown[] | null } | null;
  readonly suspects: readonly unknown[] | null;
}
interface Denial {
  readonly path: readonly string[];
  readonly extensions: { readonly code: string; readonly types?: readonly string[] };
}
const refused = 'UNAUTHORIZED_FIELD_OR_TYPE phase.cases';
const ofChina = (bodies: Body[]) => bodies.filter(({ participant }) => participant.code === 'CN');
const identifiers = (bodies: Body[]) => bodies.map(({ conveyance }) => conveyance?.identifiers ?? null);
const suspects = (bodies: Body[]) => bodies.map((body) => body.suspects);
const folder = makeFolder();
let campaign: RunningCampaign;
let provider: SignInAt;

beforeAll(async () => {
  campaign = await startCampaign(folder);
  const { identity } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { identity: string };
  const passwords = parse(readFileSync(join(folder, 'passwords.yaml'), 'utf8')) as Record<string, string>;
  provider = { issuer: identity, password: (id) => passwords[id] ?? '' };
}, 180_000);
afterAll(async () => {
  await campaign?.end('SIGTERM');
  removeFolder(folder);
}, 20_000);

/** From the records as they were made: RED is known to its owner and its audience alone. */
function knownTo(agency: string, records: ReturnType<typeof demonstrationRecords>): number {
  return [...records]
    .flatMap(([owner, own]) => own.map((record) => ({ owner, record })))
    .filter(({ record }) => record.id.includes('-OMD5-'))
    .filter(
      ({ owner, record: { release } }) =>
        release.tlp !== 'RED' || owner === agency || (release.audience ?? []).includes(agency),
    ).length;
}

const ask = async (id: string) => {
  const { status, body } = await campaign.query(await tokenOf(provider, id, { scope: ALL }), QUERY);
  expect(status).toBe(200);
  return {
    bodies: (body.data.phase.cases?.nodes ?? []) as Body[],
    list: body.data.phase.cases as unknown,
    cases: body.data.phase.statistics.caseCount as number | null,
    denied: ((body.errors ?? []) as Denial[]).map(({ path, extensions }) =>
      `${extensions.code} ${path.join('.')} ${extensions.types?.join() ?? ''}`.trim(),
    ),
  };
};

describe('people of the demonstration', () => {
  it.each([
    ['lan', 'VN', ['case:identifiers', 'case:operational', 'case:read', 'statistics:read']],
    ['wei', 'CN', ['case:operational', 'case:read', 'statistics:read']],
    ['emma', 'TRAFFIC', ['statistics:read']],
  ])('are at the gateway who they are: %s of %s', async (subject, agency, scopes) => {
    const token = await tokenOf(provider, subject, { scope: ALL });
    expect(await campaign.query(token, WHO)).toEqual({
      status: 200,
      body: { data: { viewer: { subject, agency, scopes } } },
    });
  });

  it('get each the right answer to one and the same query', async () => {
    // A supporter is told once the run of changes that filled the hub is known to have ended.
    await until('figures for a supporter', async () => (await ask('emma')).cases !== null, 60_000);
    const [lan, wei, fang, emma] = await Promise.all(['lan', 'wei', 'fang', 'emma'].map(ask));
    const records = demonstrationRecords(readRoster(join(folder, 'participants.yaml')));
    // Each counts what its owner lets this agency know of.
    expect([lan, wei, fang, emma].map((each) => each?.cases)).toEqual(
      ['VN', 'CN', 'CN', 'TRAFFIC'].map((agency) => knownTo(agency, records)),
    );
    expect(new Set([lan, wei, emma].map((each) => each?.cases)).size).toBe(3);
    // Vietnam's analyst reads identifiers; of suspects everybody's but China's, which wants more than this analyst has.
    expect(lan?.denied).toEqual([`${refused}.nodes.@.suspects ChinaCustomsCase`]);
    expect(identifiers(lan?.bodies ?? []).some((each) => each !== null)).toBe(true);
    expect(ofChina(lan?.bodies ?? []).length).toBeGreaterThan(0);
    expect(new Set(suspects(ofChina(lan?.bodies ?? [])))).toEqual(new Set([null]));
    expect(suspects(lan?.bodies ?? []).some((each) => each !== null && each.length > 0)).toBe(true);
    // China's analyst has no right to identifiers, and none to suspects of China either.
    expect(wei?.denied.toSorted()).toEqual([
      `${refused}.nodes.@.conveyance.identifiers`,
      `${refused}.nodes.@.suspects ChinaCustomsCase`,
    ]);
    expect(new Set(identifiers(wei?.bodies ?? []))).toEqual(new Set([null]));
    // The same cases in the same order, but for those whose owners hide them from China.
    const [asked, others] = [lan?.bodies.map(({ id }) => id) ?? [], wei?.bodies.map(({ id }) => id) ?? []];
    const known = asked.filter((id) => others.includes(id));
    expect(others.slice(0, known.length)).toEqual(known);
    expect(known.length).toBeGreaterThan(asked.length / 2);
    // China's contact point has both.
    expect(fang?.denied).toEqual([]);
    expect(suspects(ofChina(fang?.bodies ?? [])).every((each) => each !== null)).toBe(true);
    // A supporter has figures alone; the list that was refused costs none of them.
    expect([emma?.denied, emma?.list]).toEqual([[refused], null]);
  }, 90_000);

  it('sign in by command, with fewer scopes where they ask for fewer', async () => {
    const { code, stdout } = await campaign.command('login', '--as', 'minh', '--scope', 'case:read');
    expect(code).toBe(0);
    const { body } = await campaign.query(stdout.trim(), WHO);
    expect(body.data.viewer).toEqual({ subject: 'minh', agency: 'VN', scopes: ['case:read'] });
    const nobody = await campaign.command('login', '--as', 'bob');
    expect([nobody.code, nobody.stdout]).toEqual([2, '']);
  });

  it('are told from the client: an identity token is no access token', async () => {
    const { body } = await redeem(provider, (await signIn(provider, 'lan')).searchParams.get('code'));
    expect((await campaign.query(body.access_token, WHO)).status).toBe(200);
    expect((await campaign.query(body.id_token, WHO)).status).toBe(401);
  });

  it('are refused with what was signed before once a key is forgotten, and sign in again', async () => {
    const before = await tokenOf(provider, 'lan');
    expect((await campaign.query(before, WHO)).status).toBe(200);
    expect((await campaign.command('identity', 'rotate', '--forget')).code).toBe(0);
    await until(
      'the forgotten key to be refused',
      async () => (await campaign.query(before, WHO)).status === 401,
      60_000,
    );
    await until('a new token to be taken', async () => {
      const { status } = await campaign.query(await tokenOf(provider, 'lan'), WHO);
      return status === 200;
    });
  }, 90_000);
});
