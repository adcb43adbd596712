// People sign in at the demonstration's OpenID provider, by its redirects, pages and cookies, and ask the gateway.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { until } from '../gateway/until.ts';
import { redeem, type SignInAt, signIn, tokenOf } from '../subgraphs/demo/identity/browser.ts';
import { makeFolder, type RunningCampaign, removeFolder, startCampaign } from './running-campaign.ts';

const WHO = '{ viewer { subject agency scopes } }';
const ALL = 'openid statistics:read case:read case:operational case:identifiers case:nominal operations:read';
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

describe('people of the demonstration', () => {
  it.each([
    ['lan', 'VN', ['case:identifiers', 'case:operational', 'case:read', 'statistics:read']],
    ['wei', 'CN', ['case:identifiers', 'case:operational', 'case:read', 'statistics:read']],
    ['emma', 'TRAFFIC', ['statistics:read']],
  ])('are at the gateway who they are: %s of %s', async (subject, agency, scopes) => {
    const token = await tokenOf(provider, subject, { scope: ALL });
    expect(await campaign.query(token, WHO)).toEqual({
      status: 200,
      body: { data: { viewer: { subject, agency, scopes } } },
    });
  });

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
