// Rights over the real campaign: one strict participant closes its own field only, and a supporter sees figures alone.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../gateway/until.ts';
import { makeFolder, type RunningCampaign, removeFolder, startCampaign } from './running-campaign.ts';

const folder = makeFolder();
let campaign: RunningCampaign;

beforeAll(async () => {
  campaign = await startCampaign(folder);
}, 180_000);

afterAll(async () => {
  await campaign?.end('SIGTERM');
  removeFolder(folder);
}, 30_000);

interface Node {
  readonly __typename: string;
  readonly suspects: readonly { readonly role: string | null }[] | null;
}

const SUSPECTS = '{ phase(id: "OMD-5") { cases(first: 300) { nodes { __typename suspects { role } } } } }';

async function suspects(scope: string) {
  const { body } = await campaign.query(await campaign.token('VN', scope), SUSPECTS);
  const nodes = body.data.phase.cases.nodes as Node[];
  const china = nodes.filter(({ __typename }) => __typename === 'ChinaCustomsCase');
  const others = nodes.filter((each) => !china.includes(each) && each.suspects !== null);
  return { china, others, errors: body.errors as { path: string[]; extensions: object }[] | undefined };
}

describe('over the whole campaign', { timeout: 60_000 }, () => {
  it('China\u2019s stricter right on suspects leaves everybody else\u2019s as they are', async () => {
    const { china, others, errors } = await suspects('case:read');
    expect(china.length).toBeGreaterThan(0);
    expect(new Set(china.map((each) => each.suspects))).toEqual(new Set([null]));
    expect(new Set(others.map(({ __typename }) => __typename)).size).toBeGreaterThan(5);
    expect(errors).toEqual([
      {
        message: 'The caller may not read this field or type.',
        path: ['phase', 'cases', 'nodes', '@', 'suspects'],
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', types: ['ChinaCustomsCase'] },
      },
    ]);
    const held = await suspects('case:read case:nominal');
    expect(held.errors).toBeUndefined();
    expect(held.china.some((each) => each.suspects !== null)).toBe(true);
    expect(held.others).toEqual(others);
  });

  it('a supporter sees the fixed figures and no case, whatever its token says', async () => {
    const token = await campaign.token('IFAW', 'case:read case:nominal statistics:read');
    // A supporter is told once the run of changes that filled the hub is known to have ended.
    await until(
      'figures for a supporter',
      async () => {
        const figures = await campaign.query(token, '{ phase(id: "OMD-5") { name statistics { byKind { key } } } }');
        expect(figures.body.errors).toBeUndefined();
        return figures.body.data.phase.statistics.byKind.length > 0;
      },
      60_000,
    );
    for (const closed of [
      'cases { totalCount }',
      'statistics(filter: { participant: ["VN"] }) { caseCount }',
      'statistics(asOf: "2023-07-01T00:00:00Z") { caseCount }',
    ]) {
      const { status, body } = await campaign.query(token, `{ phase(id: "OMD-5") { ${closed} } }`);
      expect([status, body.data, body.errors.length]).toEqual([
        200,
        { phase: { [closed.split(/\W/)[0] ?? '']: null } },
        1,
      ]);
    }
  });
});
