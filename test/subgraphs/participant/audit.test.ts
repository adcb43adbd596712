// What a participant puts on record of what it discloses, asked over HTTP with a gateway's assertion.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHECKPOINT_HEADER, type DisclosureEntry, readCheckpoint, verifyAudit } from '#trust/audit/index.ts';
import { readKeySet } from '#trust/keys/index.ts';
import { until } from '../campaign/hub-folder.ts';
import { fullRecord, smallRecord } from '../kit/full-record.ts';
import { asHub, GATEWAY, PARTICIPANT_KEY } from '../signing.ts';
import { CASE_TYPE, chiefOf, type Participant, runningParticipant } from './running-participant.ts';

const QUERY = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${CASE_TYPE} {
  id outcome { arrests } narrative suspects { role name } conveyance { mode identifiers { value } }
} } }`;
const OPEN = '{ id outcome { arrests } suspects { role } }';
const FULL = { ...fullRecord, release: { handling: 'H1' as const, tlp: 'AMBER' as const, audience: ['TH', 'LA'] } };

const ask = (participant: Participant, agency: string, ids: readonly string[] = [FULL.id], query = QUERY) =>
  participant.ask<{ _entities: unknown[] }>(
    query,
    { r: ids.map((id) => ({ __typename: CASE_TYPE, id })) },
    chiefOf(agency),
  );

function entries({ audit }: Participant): DisclosureEntry[] {
  return readFileSync(audit, 'utf8')
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => (JSON.parse(line) as { entry?: DisclosureEntry }).entry ?? []);
}

const breakLog = ({ audit }: Participant) => appendFileSync(audit, 'stray\n');

describe('a record that is read above class N0', () => {
  test('is on record: by whom, for whom, why, which revision, how marked, and which classes', async () => {
    const participant = await runningParticipant([FULL]);
    const { data } = await ask(participant, 'TH');
    expect(data._entities).toMatchObject([{ narrative: 'Found by scanning.' }]);
    expect(entries(participant)).toEqual([
      {
        kind: 'disclosure',
        subject: 'chief of TH',
        agency: 'TH',
        purpose: 'investigation',
        caseReference: 'VN-2026-7',
        gateway: GATEWAY.issuer,
        assertion: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        case: FULL.id,
        revision: 1,
        release: { tlp: 'AMBER', handling: 'H1', audience: ['LA', 'TH'] },
        classes: ['N1', 'N2', 'P1'],
      },
    ]);
    const keys = { jwks: PARTICIPANT_KEY.jwks };
    expect(await verifyAudit({ file: participant.audit, keys, process: 'VN' })).toMatchObject({ ok: true, entries: 1 });
  });

  test('is so for the owner’s own people, and with the classes that were released and no others', async () => {
    const participant = await runningParticipant([FULL, smallRecord(2)]);
    await ask(participant, 'CN');
    await ask(participant, 'VN');
    expect(entries(participant).map(({ agency, classes }) => [agency, classes])).toEqual([
      ['CN', ['N1', 'N2']],
      ['VN', ['N1', 'N2', 'P1']],
    ]);
  });

  test('has one entry a record and request, however often it is asked for in it', async () => {
    const other = { ...FULL, id: 'VN-2023-002', reference: 'HQ/2023/002' };
    const participant = await runningParticipant([FULL, other]);
    await ask(participant, 'TH', [FULL.id, other.id, FULL.id, 'VN-none']);
    expect(
      entries(participant)
        .map((entry) => entry.case)
        .toSorted(),
    ).toEqual([FULL.id, other.id]);
  });

  test('leaves no value of a field in the log', async () => {
    const participant = await runningParticipant([FULL]);
    await ask(participant, 'TH');
    const text = readFileSync(participant.audit, 'utf8');
    for (const secret of [
      'Found by',
      'Test Person',
      'CSQU3054383',
      'eyJhbGciOiJFZERTQSIsInR5cCI6ImNhbXBhaWduLWFzc2VydGlvbg',
    ])
      expect(text).not.toContain(secret);
  });
});

test('a record of which only class N0 is read, or that is hidden, is not on record', async () => {
  const participant = await runningParticipant([
    { ...FULL, release: { handling: 'H0', tlp: 'RED', audience: ['LA'] } },
  ]);
  await ask(
    participant,
    'LA',
    [FULL.id],
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${CASE_TYPE} ${OPEN} } }`,
  );
  await ask(participant, 'TH');
  await participant.feed('{ caseFeed { cursor entries { caseId head { reference } } } }');
  expect(entries(participant)).toEqual([]);
});

describe('a log that cannot be written', () => {
  test('costs all that is above class N0, and nothing else', async () => {
    const participant = await runningParticipant([FULL]);
    const before = await ask(participant, 'TH');
    breakLog(participant);
    const answers = [await ask(participant, 'TH'), await ask(participant, 'VN')];
    for (const { status, data, errors } of answers) {
      expect(status).toBe(200);
      expect(data._entities).toEqual([
        {
          id: FULL.id,
          outcome: { arrests: fullRecord.outcome.arrests },
          narrative: null,
          suspects: FULL.suspects.map(({ role }) => ({ role, name: null })),
          conveyance: { mode: 'MARITIME', identifiers: null },
        },
      ]);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['AUDIT_UNAVAILABLE']);
    }
    expect(before.errors).toBeUndefined();
    const open = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${CASE_TYPE} ${OPEN} } }`;
    expect((await ask(participant, 'TH', [FULL.id], open)).errors).toBeUndefined();
  });

  test('is written again once what was in the way is gone', async () => {
    const participant = await runningParticipant([FULL]);
    const whole = readFileSync(participant.audit);
    breakLog(participant);
    await ask(participant, 'TH');
    writeFileSync(participant.audit, whole);
    await until(
      () => ask(participant, 'TH'),
      ({ errors }) => errors === undefined,
    );
    expect(entries(participant)).toHaveLength(1);
  });
});

test('the last checkpoint is shown to who reads the feed, and to nobody else', async () => {
  const participant = await runningParticipant([FULL]);
  const post = async (headers: Record<string, string>, query: string) =>
    fetch(participant.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
  const fed = await post(await asHub('vn'), '{ caseFeed { cursor } }');
  const shown = fed.headers.get(CHECKPOINT_HEADER) ?? '';
  const keys = await readKeySet({ jwks: PARTICIPANT_KEY.jwks });
  expect(await readCheckpoint(shown, keys)).toMatchObject({ process: 'VN', reason: 'OPENED', sequence: 0 });
  const { headers } = await post({}, '{ caseFeed { cursor } }');
  expect(headers.get(CHECKPOINT_HEADER)).toBeNull();
});
