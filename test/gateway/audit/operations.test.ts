import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type OperationEntry, verifyAudit } from '#trust/audit/index.ts';
import { type MockCampaign, mockCampaign } from '../server/mock-campaign.ts';
import { until } from '../until.ts';

let campaign: MockCampaign;
afterEach(() => campaign.close());

const fileOf = ({ folder }: MockCampaign) => join(folder, 'audit', 'gateway.jsonl');
const entries = (): OperationEntry[] =>
  readFileSync(fileOf(campaign), 'utf8')
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => (JSON.parse(line) as { entry?: OperationEntry }).entry ?? []);

/** `viewer` asks for no right; the rest does. */
const QUERY = `query Case($id: ID!) {
  viewer { agency }
  case(id: $id) { id ... on VietnamCustomsCase { narrative suspects { name } } }
}`;
const ASKED = { variables: { id: 'VN-1' }, headers: { 'x-purpose': 'investigation', 'x-case-reference': 'VN/2026/9' } };

/** As somebody does who writes to the log without its lock: every append after that fails. */
const breakLog = () => appendFileSync(fileOf(campaign), 'stray\n');

describe('an operation', () => {
  it('is on record once it is answered: who, for whom, why, what was shown and denied, and who was asked', async () => {
    campaign = await mockCampaign();
    await campaign.ask(QUERY, ASKED);
    expect(entries()).toEqual([
      {
        kind: 'operation',
        subject: 'officer',
        agency: 'VN',
        purpose: 'investigation',
        caseReference: 'VN/2026/9',
        operation: createHash('sha256').update(QUERY).digest('hex'),
        disclosed: expect.arrayContaining(['Query.case', 'VietnamCustomsCase.narrative']) as unknown,
        denied: ['Suspect.name'],
        contacted: ['campaign', 'vn'],
      },
    ]);
    const keys = { jwks: campaign.signing.jwks };
    expect(await verifyAudit({ file: fileOf(campaign), keys, process: 'gateway' })).toMatchObject({ entries: 1 });
  });

  it('is on record with a participant that did not answer, and without anything restricted', async () => {
    campaign = await mockCampaign();
    await campaign.participants.get('VN')?.stop();
    await campaign.ask(QUERY, ASKED);
    await campaign.ask('{ viewer { agency } }');
    await campaign.ask('{ __typename }');
    expect(entries().map(({ contacted, disclosed }) => [contacted, disclosed.length > 0])).toEqual([
      [['campaign', 'vn'], true],
      [[], false],
      [[], false],
    ]);
  });

  it('that is refused before it is carried out is not', async () => {
    campaign = await mockCampaign();
    await campaign.ask('{ nothing }');
    await campaign.ask(QUERY, { variables: {} });
    await campaign.ask(QUERY, { ...ASKED, headers: { authorization: 'Bearer x' } });
    expect(entries()).toEqual([]);
  });

  it('leaves no token, variable, literal or value of a field in the log', async () => {
    campaign = await mockCampaign();
    await campaign.ask(QUERY, ASKED);
    await campaign.ask('{ case(id: "VN-2") { id ... on VietnamCustomsCase { narrative } } }');
    expect(entries()).toHaveLength(2);
    const text = readFileSync(fileOf(campaign), 'utf8');
    for (const secret of [campaign.token, campaign.token.split('.')[1] ?? '', 'VN-1', 'VN-2', 'of VN', 'narrative {'])
      expect(text).not.toContain(secret);
  });
});

describe('a log that cannot be written', () => {
  const unrecorded = { code: 'AUDIT_UNAVAILABLE' };

  it('costs every restricted field and no other; the first time too, when it was fetched already', async () => {
    campaign = await mockCampaign();
    expect((await campaign.ask(QUERY, ASKED)).body.data).toMatchObject({ case: { narrative: 'of VN-1' } });
    breakLog();
    for (let round = 0; round < 3; round += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the second and third meet a log known to be broken
      const { status, body, text } = await campaign.ask(QUERY, ASKED);
      expect(status).toBe(200);
      expect(body.data).toEqual({ viewer: { agency: 'VN' }, case: null });
      expect(body.errors).toContainEqual({
        message: 'The audit trail cannot be written; restricted fields are null.',
        path: ['case'],
        extensions: unrecorded,
      });
      expect(text).not.toContain('of VN-1');
    }
    // Known to be broken, it costs no call: the subgraphs were asked by the first two operations alone.
    expect(campaign.participants.get('VN')?.received).toHaveLength(2);
    expect((await campaign.ask('{ viewer { agency } }')).body).toEqual({ data: { viewer: { agency: 'VN' } } });
  });

  it('still tells what the caller has no right to from what could not be recorded', async () => {
    campaign = await mockCampaign();
    breakLog();
    const { body } = await campaign.ask('{ a: viewer { agency } case(id: "VN-1") { id } phase(id: "x") { id } }', {
      headers: { authorization: `Bearer ${await campaign.tokenFor('VN', 'statistics:read')}` },
    });
    expect(body.data).toEqual({ a: { agency: 'VN' }, case: null, phase: null });
    expect(body.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['case'], 'UNAUTHORIZED_FIELD_OR_TYPE'],
      [['phase'], 'AUDIT_UNAVAILABLE'],
    ]);
  });

  it('at the start stops nothing else: the gateway is ready, and answers what is not restricted', async () => {
    // A file where the folder should be.
    campaign = await mockCampaign({ audit: { file: 'gateway.yaml/audit.jsonl' } });
    expect(campaign.gateway.ready()).toBe(true);
    const { body } = await campaign.ask(QUERY, ASKED);
    expect(body.data).toEqual({ viewer: { agency: 'VN' }, case: null });
    expect(body.errors).toContainEqual(expect.objectContaining({ extensions: unrecorded }));
    expect(campaign.participants.get('VN')?.received).toEqual([]);
    expect(campaign.log.join('\n')).toContain('The audit log cannot be opened');
  });

  it('is written again, and restricted fields answered, once what was in the way is gone', async () => {
    campaign = await mockCampaign();
    const whole = readFileSync(fileOf(campaign));
    breakLog();
    expect((await campaign.ask(QUERY, ASKED)).body.data).toMatchObject({ case: null });
    writeFileSync(fileOf(campaign), whole);
    const answered = async () => (await campaign.ask(QUERY, ASKED)).body.data;
    await until('restricted fields', async () => ((await answered()) as { case: unknown }).case !== null);
    expect(await answered()).toMatchObject({ case: { narrative: 'of VN-1' } });
  });
});

describe('checkpoints', () => {
  it('reach the hub, and so a tail that is cut is found', async () => {
    campaign = await mockCampaign();
    const { hub, signing } = campaign;
    await until('a checkpoint at the hub', () => hub.checkpoints.length > 0);
    await campaign.ask(QUERY, ASKED);
    // What the gateway has not told by then it tells at its end.
    await campaign.gateway.close();
    const anchors = hub.checkpoints;
    expect(anchors.length).toBeGreaterThan(1);
    const verified = async () => verifyAudit({ file: fileOf(campaign), keys: { jwks: signing.jwks }, anchors });
    expect(await verified()).toMatchObject({ ok: true, entries: 1, unsigned: 0 });
    writeFileSync(fileOf(campaign), `${readFileSync(fileOf(campaign), 'utf8').split('\n')[0]}\n`);
    expect(await verified()).toMatchObject({ ok: false, kind: 'CUT', line: 2 });
  });
});
