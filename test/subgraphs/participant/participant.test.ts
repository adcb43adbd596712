import { describe, expect, onTestFinished, test } from 'vitest';
import { startParticipant } from '#subgraphs/participant/start.ts';
import { fullRecord, smallRecord } from '../kit/full-record.ts';
import { EVERY_FIELD, nominalSuspects, openFields } from '../kit/resolvers/every-field.ts';
import { temporaryFile } from '../kit/temporary-folder.ts';
import { CASE_TYPE, chiefOf, configOf, runningParticipant } from './running-participant.ts';

describe('a participant', () => {
  test("answers every field of a full record to its owner's people with every right", async () => {
    const participant = await runningParticipant([fullRecord]);
    expect(await participant.cases([fullRecord.id], EVERY_FIELD)).toEqual([
      {
        ...openFields,
        narrative: 'Found by scanning.',
        suspects: nominalSuspects,
        release: { handling: 'H3', tlp: 'AMBER', audience: ['LA', 'TH'], reviewOn: '2028-06-20', withheld: [] },
      },
    ]);
  });

  test('answers a bare record with nulls and empty lists', async () => {
    const participant = await runningParticipant([smallRecord(1)]);
    expect(await participant.cases(['VN-1'], EVERY_FIELD)).toMatchObject([
      {
        seizedOn: null,
        route: null,
        conveyance: null,
        concealment: null,
        detection: null,
        narrative: null,
        suspects: [],
        outcome: null,
        provincialDepartment: null,
        handedOver: null,
      },
    ]);
  });

  test('tells a block that is empty from one that is not there', async () => {
    const participant = await runningParticipant([
      smallRecord(1, { route: {}, outcome: {}, conveyance: { mode: 'ROAD' }, national: {} }),
    ]);
    expect(
      await participant.cases(
        ['VN-1'],
        '{ route { origin { country } transit { country } } outcome { arrests } conveyance { mode identifiers { kind } } provincialDepartment }',
      ),
    ).toEqual([
      {
        route: { origin: null, transit: [] },
        outcome: { arrests: null },
        conveyance: { mode: 'ROAD', identifiers: [] },
        provincialDepartment: null,
      },
    ]);
  });

  test('looks a case up by its id alone: what else a representation says is not believed', async () => {
    const participant = await runningParticipant([fullRecord]);
    const { data } = await participant.ask<{ _entities: unknown[] }>(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${CASE_TYPE} { id narrative outcome { arrests } release { tlp } suspects { name } } } }`,
      {
        r: [
          {
            __typename: CASE_TYPE,
            id: fullRecord.id,
            narrative: 'forged',
            tlp: 'CLEAR',
            release: { tlp: 'CLEAR' },
            outcome: { arrests: 99 },
            suspects: [{ name: 'forged' }],
          },
        ],
      },
      chiefOf('CN'),
    );
    expect(data._entities).toEqual([
      {
        id: fullRecord.id,
        narrative: 'Found by scanning.',
        outcome: { arrests: 2 },
        release: { tlp: 'AMBER' },
        suspects: [{ name: null }, { name: null }],
      },
    ]);
  });

  test("answers null for an id that it does not hold, another's, or one that is no text; each in its place", async () => {
    const participant = await runningParticipant([smallRecord(1)]);
    const { data, errors } = await participant.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${CASE_TYPE} { id } } }`,
      {
        r: [
          { __typename: CASE_TYPE, id: 'VN-none' },
          { __typename: CASE_TYPE, id: 'VN-1' },
          { __typename: CASE_TYPE, id: 'TH-1' },
          { __typename: CASE_TYPE, id: ['VN-1'] },
          { __typename: CASE_TYPE },
          { __typename: CASE_TYPE, id: 'VN-1' },
        ],
      },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ _entities: [null, { id: 'VN-1' }, null, null, null, { id: 'VN-1' }] });
  });

  test.each(['ThailandCustomsCase', 'Case', 'Seizure', 'Query', 'Nothing', 7, null, 'toString'])(
    'answers null for a representation of type %s, and logs nothing',
    async (type) => {
      const participant = await runningParticipant([smallRecord(1)]);
      const { data, errors } = await participant.ask(
        `query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on ${CASE_TYPE} { id } } }`,
        {
          r: [
            { __typename: type, id: 'VN-1' },
            { __typename: CASE_TYPE, id: 'VN-1' },
          ],
        },
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({ _entities: [null, { __typename: CASE_TYPE, id: 'VN-1' }] });
      expect(participant.log).toEqual([]);
    },
  );

  test('refuses more representations than a gateway asks for at once', async () => {
    const participant = await runningParticipant([smallRecord(1)]);
    const ask = (number: number) =>
      participant.ask(`query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }`, {
        r: Array.from({ length: number }, (_, index) => ({ __typename: CASE_TYPE, id: `VN-${index}` })),
      });
    expect((await ask(5_000)).errors).toBeUndefined();
    expect((await ask(5_001)).errors).toMatchObject([
      {
        message: 'representations: expected at most 5000, got 5001',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(participant.log).toEqual([]);
  });

  test('shows a change made by another process at the next request', async () => {
    const participant = await runningParticipant([smallRecord(1)]);
    const outcome = '{ outcome { arrests } }';
    expect(await participant.cases(['VN-1'], outcome)).toEqual([{ outcome: null }]);
    await participant.store.put([smallRecord(1, { outcome: { arrests: 3 } })], { by: 'import' });
    expect(await participant.cases(['VN-1'], outcome)).toEqual([{ outcome: { arrests: 3 } }]);
    await participant.store.remove(['VN-1'], { by: 'import' });
    expect(await participant.cases(['VN-1'], outcome)).toEqual([null]);
  });

  test('serves its own case type, the SDL that it publishes, and its feed', async () => {
    const participant = await runningParticipant([smallRecord(1)]);
    const { data } = await participant.ask<{ _service: { sdl: string } }>('{ _service { sdl } }');
    expect(data._service.sdl).toContain(`type ${CASE_TYPE} implements Case`);
    expect(data._service.sdl).toContain('VN_HandOver');
    const { data: types } = await participant.ask('{ __type(name: "Case") { possibleTypes { name } } }');
    expect(types).toEqual({ __type: { possibleTypes: [{ name: CASE_TYPE }] } });
  });

  test('refuses to listen beyond this machine, and lets go of its store', async () => {
    const file = await temporaryFile('VN.sqlite');
    const config = { ...configOf(file), listen: { host: '0.0.0.0', port: 0 } };
    await expect(startParticipant(config)).rejects.toThrow(/expected a loopback host .* got 0\.0\.0\.0/);
    const running = await startParticipant(configOf(file));
    onTestFinished(() => running.close());
    expect(running.code).toBe('VN');
  });
});

const FEED = `query ($after: String, $first: Int) {
  caseFeed(after: $after, first: $first) {
    cursor more
    entries {
      caseId revision changedAt deleted
      head { reference phase kind form seizedIn reportedAt provenance { source compiledBy url } }
      facts { drugs taxa origin transit seizedAt destination mode kilograms quantities { commodity unit value kilograms } }
      visibleTo { scope participants }
    }
  }
}`;

interface Feed {
  readonly caseFeed: { readonly cursor: string; readonly more: boolean; readonly entries: readonly object[] };
}

describe('the feed over HTTP', () => {
  test('is paged by cursor, 500 entries where no number is named', async () => {
    const records = Array.from({ length: 501 }, (_, index) => smallRecord(index));
    const participant = await runningParticipant(records);
    const { data } = await participant.feed<Feed>(FEED);
    expect([data.caseFeed.entries.length, data.caseFeed.more]).toEqual([500, true]);
    const rest = await participant.feed<Feed>(FEED, { after: data.caseFeed.cursor, first: null });
    expect(rest.data.caseFeed).toMatchObject({ more: false, entries: [{ caseId: 'VN-500', deleted: false }] });
  });

  test('gives dates, provenance and facts in the forms of the contract', async () => {
    const participant = await runningParticipant([fullRecord]);
    const { data, errors } = await participant.feed<Feed>(FEED);
    expect(errors).toBeUndefined();
    expect(data.caseFeed.entries).toMatchObject([
      {
        head: { reportedAt: '2023-06-20T08:30:00.000Z', provenance: { url: 'https://cuttings.example/1' } },
        facts: { transit: ['TH', 'LA'], kilograms: 5.5 },
        visibleTo: { scope: 'ALL' },
      },
    ]);
  });

  test.each([
    [{ first: 0 }, 'BAD_USER_INPUT', 'first: expected 1 to 1000, got 0'],
    [{ first: 1_001 }, 'BAD_USER_INPUT', 'first: expected 1 to 1000, got 1001'],
    [{ after: '?' }, 'CURSOR_UNKNOWN', 'after: expected a cursor of this feed, got "?": start again without a cursor'],
    [
      { after: Buffer.from('0a1b2c3d-0000-4000-8000-123456789abc:1').toString('base64url') },
      'CURSOR_UNKNOWN',
      'after: expected a cursor of this store, got one of another store: start again without a cursor',
    ],
  ])('answers %j with %s', async (variables, code, message) => {
    const participant = await runningParticipant([smallRecord(1)]);
    const { data, errors } = await participant.feed(FEED, variables);
    expect(data).toEqual({ caseFeed: null });
    expect(errors).toMatchObject([{ message, extensions: { code } }]);
  });
});
