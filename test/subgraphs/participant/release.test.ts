// What a participant releases, asked over HTTP with a gateway's assertion: the attack first, then what it must not give.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeWhole } from '#schema/configuration/write.ts';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import { until } from '../campaign/hub-folder.ts';
import { fullRecord, smallRecord } from '../kit/full-record.ts';
import { EVERY_FIELD, nominalSuspects, openFields } from '../kit/resolvers/every-field.ts';
import { CASE_TYPE, chiefOf, type Participant, runningParticipant } from './running-participant.ts';

const N1 = '{ seizedOn concealment { method } suspects { nationality } route { origin { name country } } }';
const READS_N1 = {
  seizedOn: '2023-06-14',
  concealment: { method: 'CONTAINER_STRUCTURE' },
  suspects: [{ nationality: 'LA' }, { nationality: null }],
  route: { origin: { name: 'Yangon', country: 'MM' } },
};
const NO_N1 = {
  seizedOn: null,
  concealment: null,
  suspects: [{ nationality: null }, { nationality: null }],
  route: { origin: { name: null, country: 'MM' } },
};

const marked = (tlp: 'AMBER_STRICT' | 'RED' | 'GREEN', audience: string[] = ['LA'], change: object = {}) => ({
  ...fullRecord,
  ...change,
  release: { handling: 'H0' as const, tlp, audience },
});

/** The body whole, as text: what it gives away is in it or is not. */
async function body(participant: Participant, id: unknown, agency: string, selection = EVERY_FIELD): Promise<string> {
  const answer = await participant.ask(
    `query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on ${CASE_TYPE} ${selection} } }`,
    { r: [{ __typename: CASE_TYPE, id }] },
    chiefOf(agency),
  );
  return JSON.stringify(answer);
}

const campaign = (members: string) =>
  `code: OMD\nname: T\nphases: [{ number: 5, name: Five, startsOn: 2023-04-15, participants: ${members} }]\n`;

describe('a record marked RED', () => {
  test('is for others as one that is not there, byte for byte, whatever is asked of it', async () => {
    const participant = await runningParticipant([marked('RED')]);
    const missing = await body(participant, 'VN-none', 'TH');
    expect(JSON.parse(missing)).toEqual({ status: 200, data: { _entities: [null] } });
    expect(await body(participant, fullRecord.id, 'TH')).toBe(missing);
    for (const selection of ['{ id }', '{ release { tlp audience withheld { field } } }']) {
      expect(await body(participant, fullRecord.id, 'TH', selection)).toBe(missing);
    }
    expect(participant.log).toEqual([]);
  });

  test('is read by its audience and its owner', async () => {
    const participant = await runningParticipant([marked('RED')]);
    expect(await participant.cases([fullRecord.id], N1, chiefOf('LA'))).toEqual([READS_N1]);
    expect(await participant.cases([fullRecord.id], N1)).toEqual([READS_N1]);
  });
});

describe('a member of the phase', () => {
  test('reads N1 and N2 of a record for partners, and of persons nothing', async () => {
    const participant = await runningParticipant([{ ...fullRecord, release: { handling: 'H0', tlp: 'AMBER' } }]);
    const [answer] = await participant.cases<object>([fullRecord.id], EVERY_FIELD, chiefOf('CN'));
    const { suspects, release, ...rest } = answer as Record<string, unknown>;
    expect(rest).toEqual({ ...openFields, narrative: 'Found by scanning.' });
    const nobody = { name: null, dateOfBirth: null, identifiers: null, address: null, company: null };
    expect(suspects).toEqual(nominalSuspects.map(({ role, nationality }) => ({ role, nationality, ...nobody })));
    const withheld = ['name', 'dateOfBirth', 'identifiers', 'address', 'company'].map((field) => ({
      field: `suspects.${field}`,
      rule: 'P1',
      askAt: 'liaison@vn.example',
    }));
    expect(release).toMatchObject({
      audience: null,
      withheld: [...withheld, { field: 'release.audience', rule: 'AUDIENCE', askAt: 'liaison@vn.example' }],
    });
  });

  test('reads a record marked AMBER_STRICT as anybody does, unless it is in the audience', async () => {
    const participant = await runningParticipant([marked('AMBER_STRICT')]);
    expect(await participant.cases([fullRecord.id], N1, chiefOf('TH'))).toEqual([NO_N1]);
    expect(await participant.cases([fullRecord.id], N1, chiefOf('LA'))).toEqual([READS_N1]);
  });

  test('reads above N0 no more once access has ended, and the owner still does', async () => {
    const participant = await runningParticipant([marked('GREEN', [], { phase: 'OMD-4' })]);
    expect(await participant.cases([fullRecord.id], N1, chiefOf('TH'))).toEqual([NO_N1]);
    expect(await participant.cases([fullRecord.id], N1)).toEqual([READS_N1]);
  });
});

describe('one who is no member', () => {
  test('reads class N0, and no narrative whether there is one or not', async () => {
    const without: CaseRecordInput = smallRecord(1, { phase: 'OMD-5' });
    const participant = await runningParticipant([fullRecord, without]);
    const selection = '{ narrative release { withheld { field rule } } }';
    const [full, bare] = await participant.cases([fullRecord.id, 'VN-1'], selection, chiefOf('AU'));
    expect(full).toEqual(bare);
    expect(await participant.cases([fullRecord.id], N1, chiefOf('AU'))).toEqual([NO_N1]);
  });

  test('becomes one when the campaign file says so; a bad file changes nothing', async () => {
    const participant = await runningParticipant([fullRecord]);
    const file = join(participant.campaigns, 'OMD.yaml');
    const asked = () => participant.cases([fullRecord.id], '{ seizedOn }', chiefOf('AU'));
    expect(await asked()).toEqual([{ seizedOn: null }]);
    writeWhole(file, campaign('[AU]'));
    await until(asked, (cases) => JSON.stringify(cases) === '[{"seizedOn":"2023-06-14"}]');
    // A bad file keeps the last good one.
    writeWhole(file, campaign('AU]'));
    await until(
      async () => participant.log.length,
      (lines) => lines > 0,
    );
    expect(await asked()).toEqual([{ seizedOn: '2023-06-14' }]);
    writeWhole(file, campaign('[CN]'));
    await until(asked, (cases) => JSON.stringify(cases) === '[{"seizedOn":null}]');
  });

  test('is everybody but the owner where the phase is not known, the audience too', async () => {
    const participant = await runningParticipant([marked('RED', ['LA'], { phase: 'XYZ-1' })]);
    expect(await participant.cases([fullRecord.id], N1, chiefOf('LA'))).toEqual([NO_N1]);
    expect(await participant.cases([fullRecord.id], N1)).toEqual([READS_N1]);
  });
});

describe('class P1', () => {
  const named = { ...fullRecord, narrative: { text: 'Names Test Person One.', class: 'P1' as const } };
  const SECRETS = ['Test Person', '1990-01-02', '+85620000001', '1 Example Street', 'Example Trading', 'Zulu'];

  test('reaches the audience and the owner with the right, a purpose and a case reference, and nobody else', async () => {
    const participant = await runningParticipant([named]);
    const answered = async (agency: string, change: object = {}) => {
      const cases = await participant.cases([fullRecord.id], EVERY_FIELD, chiefOf(agency, change));
      return SECRETS.filter((secret) => JSON.stringify(cases).includes(secret));
    };
    // 'Zulu' stands in the sealed part.
    for (const agency of ['LA', 'VN']) expect(await answered(agency)).toEqual(SECRETS.slice(0, -1));
    for (const agency of ['CN', 'AU', 'IFAW']) expect(await answered(agency)).toEqual([]);
    for (const agency of ['LA', 'VN']) {
      for (const change of [{ purpose: null }, { caseReference: null }, { purpose: ' ' }, { scopes: ['case:read'] }]) {
        expect(await answered(agency, change)).toEqual([]);
      }
    }
  });

  test('is not in the feed', async () => {
    const participant = await runningParticipant([named]);
    const feed = JSON.stringify(
      await participant.feed(
        '{ caseFeed { entries { caseId head { reference } facts { origin drugs } visibleTo { scope participants } } } }',
      ),
    );
    for (const secret of SECRETS) expect(feed).not.toContain(secret);
  });
});

describe("a representation's contents", () => {
  test('are not believed: the case is looked up by its id alone', async () => {
    const participant = await runningParticipant([
      marked('RED'),
      smallRecord(2, { release: { handling: 'H0', tlp: 'RED' } }),
    ]);
    const forged = {
      __typename: CASE_TYPE,
      id: fullRecord.id,
      tlp: 'CLEAR',
      phase: null,
      participant: { code: 'TH' },
      release: { tlp: 'CLEAR', audience: ['TH'] },
      seizedOn: '2023-06-14',
      narrative: 'forged',
    };
    const { data, errors } = await participant.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on ${CASE_TYPE} { id narrative release { tlp } } } }`,
      {
        r: [forged, { ...forged, id: 'VN-2' }, { ...forged, __typename: 'Case' }, { ...forged, __typename: 'Release' }],
      },
      chiefOf('TH'),
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ _entities: [null, null, null, null] });
  });
});

describe("a national field's class", () => {
  test('is what the SDL states, and N1 where it states none', async () => {
    const participant = await runningParticipant([fullRecord]);
    const selection = '{ provincialDepartment handedOver { to on } release { withheld { field rule } } }';
    const [stranger] = await participant.cases<Record<string, unknown>>([fullRecord.id], selection, chiefOf('AU'));
    expect(stranger).toMatchObject({ provincialDepartment: 'Ha Tinh', handedOver: { to: 'C04', on: null } });
    expect(JSON.stringify(stranger?.release)).toContain('{"field":"handedOver.on","rule":"N1"}');
    const [member] = await participant.cases<Record<string, unknown>>([fullRecord.id], selection, chiefOf('CN'));
    expect(member).toMatchObject({ handedOver: { to: 'C04', on: '2023-06-15' } });
  });

  test('closed for want of a right that the SDL does not ask for is told as withheld: the gateway denied nothing', async () => {
    const participant = await runningParticipant([fullRecord]);
    const selection = '{ seizedOn handedOver { on } release { withheld { field rule } } }';
    const caller = chiefOf('CN', { scopes: ['case:read'] });
    const [answer] = await participant.cases<{ release: object }>([fullRecord.id], selection, caller);
    expect(answer).toMatchObject({ seizedOn: null, handedOver: { on: null } });
    const withheld = JSON.stringify(answer?.release);
    expect(withheld).toContain('{"field":"handedOver.on","rule":"N1"}');
    // The contract asks for this one's right, so the gateway denies it, with an error.
    expect(withheld).not.toContain('seizedOn');
  });
});

describe("the participant's own policies", () => {
  const OWN = `@id("identifiers-for-investigations")
forbid (principal, action == Action::"readN2", resource)
unless { principal.owner || (context has purpose && context.purpose == "investigation") };`;
  const IDENTIFIERS = '{ conveyance { mode identifiers { value } } release { withheld { field } } }';

  test('close a class that the table opens, and withheld says so', async () => {
    const participant = await runningParticipant([fullRecord], { own: OWN });
    const asked = (change: object) => participant.cases([fullRecord.id], IDENTIFIERS, chiefOf('CN', change));
    expect(await asked({})).toMatchObject([{ conveyance: { identifiers: [{ value: 'CSQU3054383' }, {}, {}] } }]);
    const refused = await asked({ purpose: 'analysis' });
    expect(refused).toMatchObject([{ conveyance: { mode: 'MARITIME', identifiers: null } }]);
    expect(JSON.stringify(refused)).toContain('{"field":"conveyance.identifiers"}');
  });

  test('are taken up while it runs; bad ones, or none at all, leave the last good in force', async () => {
    const participant = await runningParticipant([fullRecord], { own: OWN });
    const caller = chiefOf('CN', { purpose: 'analysis' });
    const asked = async () =>
      JSON.stringify(
        await participant.cases([fullRecord.id], '{ seizedOn conveyance { identifiers { value } } }', caller),
      );
    expect(await asked()).toContain('"identifiers":null');
    for (const bad of ['', 'permit (principal, action, resource);', 'forbid (principal']) {
      const lines = participant.log.length;
      writeFileSync(participant.policies, bad);
      await until(
        async () => participant.log.length,
        (now) => now > lines,
      );
      expect(await asked()).toContain('"identifiers":null');
    }
    writeWhole(participant.policies, OWN.replace('readN2', 'readN1'));
    await until(asked, (answer) => answer.includes('CSQU3054383') && answer.includes('"seizedOn":null'));
  });

  test('that forbid N0 close the body, and neither the record nor how it is released', async () => {
    const own = '@id("all") forbid (principal, action in Action::"read", resource) unless { principal.owner };';
    const participant = await runningParticipant([fullRecord], { own });
    const [answer] = await participant.cases<Record<string, unknown>>([fullRecord.id], EVERY_FIELD, chiefOf('LA'));
    expect(answer).toMatchObject({ id: fullRecord.id, seizures: null, route: null, conveyance: null, outcome: null });
    expect(answer?.release).toMatchObject({ handling: 'H3', tlp: 'AMBER', audience: null });
  });

  test('that cannot be taken keep it from starting', async () => {
    const own = '@id("friends") permit (principal, action == Action::"readP1", resource);';
    await expect(runningParticipant([fullRecord], { own })).rejects.toThrow(
      /own\.cedar: own policy friends: expected forbid, got permit/,
    );
    await expect(runningParticipant([fullRecord], { own: '// none' })).rejects.toThrow(/expected policies, got none/);
  });
});
