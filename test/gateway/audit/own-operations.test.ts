// Reading the trail: its own people's operations for an agency, nobody else's for anyone. Each written as an attack.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockCampaign, mockCampaign } from '../server/mock-campaign.ts';

let campaign: MockCampaign;
beforeAll(async () => {
  campaign = await mockCampaign();
  for (const [agency, count] of [
    ['VN', 3],
    ['KH', 4],
    ['VN', 2],
  ] as const) {
    for (let number = 0; number < count; number += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that their order is known
      await ask(agency, '{ case(id: "VN-1") { id } }', 'case:read', { 'x-case-reference': `${agency}/secret` });
    }
  }
});
afterAll(() => campaign.close());

async function ask(agency: string, query: string, scope = 'audit:read', headers: Record<string, string> = {}) {
  const token = await campaign.tokenFor(agency, scope);
  return campaign.ask(query, { headers: { ...headers, authorization: `Bearer ${token}` } });
}

interface Page {
  readonly nodes: readonly { readonly subject: string; readonly caseReference: string | null }[];
  readonly cursor: string | null;
}

const FIELDS = '{ nodes { at subject purpose caseReference operation disclosed denied contacted } cursor }';

async function page(agency: string, given = ''): Promise<Page> {
  const { body } = await ask(agency, `{ viewer { operations${given} ${FIELDS} } }`);
  expect(body.errors).toBeUndefined();
  return (body.data as { viewer: { operations: Page } }).viewer.operations;
}

describe('viewer.operations', () => {
  it('gives an agency what its own people asked, the latest first, and the reading itself is on record', async () => {
    const { nodes } = await page('VN', '(first: 100)');
    expect(nodes[0]).toMatchObject({
      subject: 'officer',
      purpose: null,
      caseReference: 'VN/secret',
      disclosed: ['Case.id', 'Query.case'],
      denied: [],
      contacted: ['campaign'],
    });
    expect(nodes.filter(({ caseReference }) => caseReference === 'VN/secret')).toHaveLength(5);
    const again = await page('VN', '(first: 1)');
    expect(again.nodes).toMatchObject([
      { caseReference: null, disclosed: expect.arrayContaining(['Viewer.operations']), contacted: [] },
    ]);
  });

  it('gives nothing of another agency, by whatever page or cursor', async () => {
    for (const agency of ['VN', 'KH', 'TH']) {
      let after: string | null = null;
      do {
        const given: string = after === null ? '(first: 2)' : `(first: 2, after: "${after}")`;
        // oxlint-disable-next-line no-await-in-loop -- a page says where the next begins
        const { nodes, cursor } = await page(agency, given);
        for (const { caseReference } of nodes) expect([null, `${agency}/secret`]).toContain(caseReference);
        after = cursor;
      } while (after !== null);
    }
  });

  it('takes no cursor of another agency, none that was changed, and none that was made up', async () => {
    const { cursor } = await page('VN', '(first: 1)');
    if (cursor === null) throw new Error('expected a cursor, got none');
    const bytes = Buffer.from(cursor, 'base64url');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const attempts: [string, string][] = [
      ['KH', cursor],
      ['VN', bytes.toString('base64url')],
      ['VN', Buffer.from('1000').toString('base64url')],
      ['VN', ''],
      ['VN', '0'],
    ];
    for (const [agency, forged] of attempts) {
      // oxlint-disable-next-line no-await-in-loop -- in the order told
      const { body } = await ask(agency, `{ viewer { agency operations(after: "${forged}") ${FIELDS} } }`);
      expect(body.data).toEqual({ viewer: { agency, operations: null } });
      expect(body.errors).toMatchObject([{ path: ['viewer', 'operations'], extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });

  it('has cursors of one length, wherever in the log they lead', async () => {
    const lengths = new Set([1, 2, 3].map(async (first) => (await page('KH', `(first: ${first})`)).cursor?.length));
    expect(new Set(await Promise.all(lengths)).size).toBe(1);
  });

  it('is denied without the scope, and to a supporter whatever its token says', async () => {
    const query = `{ viewer { agency operations ${FIELDS} } }`;
    for (const [agency, scope] of [
      ['VN', 'case:read'],
      ['VN', 'audit:rea'],
      ['IFAW', 'audit:read statistics:read'],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- in the order told
      const { body } = await ask(agency, query, scope);
      expect(body.data).toEqual({ viewer: { agency, operations: null } });
      expect(body.errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    }
  });

  it('gives pages of 1 to 100', async () => {
    for (const first of [0, -1, 101, 2_000_000]) {
      // oxlint-disable-next-line no-await-in-loop -- in the order told
      const { body } = await ask('VN', `{ viewer { operations(first: ${first}) ${FIELDS} } }`);
      expect(JSON.stringify(body)).not.toContain('VN/secret');
      expect(body.errors?.length).toBeGreaterThan(0);
    }
  });

  it('answers an error that tells nothing where the log cannot be read', async () => {
    const file = join(campaign.folder, 'audit', 'gateway.jsonl');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.replaceAll('KH/secret', 'XX/secret'));
    const { body } = await ask('KH', `{ viewer { operations(first: 100) ${FIELDS} } }`);
    writeFileSync(file, whole);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(body.errors).toMatchObject([
      { message: expect.stringContaining('x-request-id') as unknown, extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
  });
});
