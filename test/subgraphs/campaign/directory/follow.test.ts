import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { rosterSchema } from '#schema/roster/roster.ts';
import { changed } from '../entries.ts';
import { type FeedServer, serveFeed } from '../feed-server.ts';
import { OMD, ROSTER } from '../held-index.ts';
import { type HubFolder, hubFolder, type TestHub, until } from '../hub-folder.ts';

let folder: HubFolder;
let hub: TestHub;
let vn: FeedServer;
let kh: FeedServer;
beforeEach(async () => {
  folder = hubFolder();
  vn = await serveFeed([changed('VN-1')]);
  kh = await serveFeed([changed('KH-1')]);
  folder.addresses({ VN: vn.url, KH: kh.url });
  hub = await folder.start();
  await until(
    () => hub.count(),
    (count) => count === 1,
  );
});
afterEach(async () => {
  await hub.close();
  await Promise.all([vn.close(), kh.close()]);
  folder.remove();
});

const cambodia = {
  code: 'KH',
  name: 'Customs of Cambodia',
  country: 'KH',
  kind: 'CUSTOMS',
  caseType: 'CambodiaCustomsCase',
};
const sha = (roster: unknown) =>
  createHash('sha256')
    .update(hubSdl(rosterSchema.parse(roster)))
    .digest('hex');
const logged = (message: RegExp) => folder.log.some((line) => message.test(line.message));
const listed = async () => {
  const { phase } = await hub.ask(
    '{ phase(id: "OMD-5") { cases { totalCount nodes { __typename id } } statistics { caseCount byParticipant { key } } } }',
  );
  return phase;
};

describe('the roster', () => {
  it('is followed: a new participant has its type, its feed is read, and its cases are listed', async () => {
    expect((await hub.health()).sdl).toBe(sha(ROSTER));
    const roster = { participants: [...ROSTER.participants, cambodia] };
    folder.roster(roster);
    await until(
      () => hub.health(),
      ({ sdl }) => sdl === sha(roster),
    );
    await until(
      () => hub.count(),
      (count) => count === 2,
    );
    expect((await listed()).cases.nodes).toEqual([
      { __typename: 'CambodiaCustomsCase', id: 'KH-1' },
      { __typename: 'VietnamCustomsCase', id: 'VN-1' },
    ]);
    const { _entities } = await hub.ask(
      '{ _entities(representations: [{ __typename: "CambodiaCustomsCase", id: "KH-1" }]) { ... on CambodiaCustomsCase { id } } }',
    );
    expect(_entities).toEqual([{ id: 'KH-1' }]);
    expect(await hub.stateOf('KH')).toBe('CURRENT');
  });

  it('is followed: cases of a participant that left are neither listed nor counted, and are there again when it is back', async () => {
    vn.entries.push(changed('VN-2'));
    await until(
      () => hub.count(),
      (count) => count === 2,
    );
    folder.roster({ participants: ROSTER.participants.filter(({ code }) => code !== 'VN') });
    expect(await until(listed, ({ cases }) => cases.totalCount === 0)).toEqual({
      cases: { totalCount: 0, nodes: [] },
      statistics: { caseCount: 0, byParticipant: [] },
    });
    expect(await hub.ask('{ case(id: "VN-1") { id } participant(code: "VN") { code } }')).toEqual({
      case: null,
      participant: null,
    });
    await until(() => logged(/no longer on the roster are left out/), Boolean);
    folder.roster(ROSTER);
    await until(
      () => hub.count(),
      (count) => count === 2,
    );
  });

  it.each([
    ['no YAML', 'participants: ['],
    ['a code twice', { participants: [...ROSTER.participants, ROSTER.participants[0]] }],
    ['an unknown key', { participants: [], more: 1 }],
  ])('that is %s leaves the last good one in place, and says so', async (_, roster) => {
    folder.roster(roster);
    await until(() => logged(/The roster cannot be taken; the last good one stays/), Boolean);
    expect((await hub.health()).sdl).toBe(sha(ROSTER));
    expect(await hub.count()).toBe(1);
    // So does a start on it.
    await hub.close();
    hub = await folder.start();
    expect((await hub.health()).sdl).toBe(sha(ROSTER));
    expect(await hub.count()).toBe(1);
  });

  it('stops the start where it is bad and none was ever good', async () => {
    const other = hubFolder();
    other.roster('participants: [');
    await expect(other.start()).rejects.toThrow(/participants\.yaml:/);
    other.remove();
  });
});

describe('campaign files', () => {
  const pangolin = {
    code: 'PANGOLIN',
    name: 'Pangolins',
    phases: [{ number: 2016, name: '2016', startsOn: '2016-01-01' }],
  };

  it('are followed: a change, a new file, a file that goes', async () => {
    folder.campaign('OMD', { ...OMD, name: 'Mekong Dragon' });
    await until(
      () => hub.ask('{ campaign(code: "OMD") { name } }'),
      ({ campaign }) => campaign.name === 'Mekong Dragon',
    );
    folder.campaign('PANGOLIN', pangolin);
    await until(
      () => hub.health(),
      ({ campaigns }) => campaigns.join() === 'OMD,PANGOLIN',
    );
    rmSync(join(folder.folder, 'campaigns', 'PANGOLIN.yaml'));
    await until(
      () => hub.health(),
      ({ campaigns }) => campaigns.join() === 'OMD',
    );
    expect(await hub.ask('{ campaign(code: "PANGOLIN") { name } phase(id: "PANGOLIN-2016") { id } }')).toEqual({
      campaign: null,
      phase: null,
    });
  });

  it('may come after the cases reported to them: those wait, and are then taken in a running hub', async () => {
    vn.entries.push(changed('VN-2', { head: { phase: 'PANGOLIN-2016' } }), changed('VN-3'));
    await until(
      () => hub.count(),
      (count) => count === 2,
    );
    expect(await hub.ask('{ case(id: "VN-2") { id } }')).toEqual({ case: null });
    folder.campaign('PANGOLIN', pangolin);
    const query = '{ phase(id: "PANGOLIN-2016") { cases { totalCount nodes { id } } } }';
    const { phase } = await until(
      () => hub.ask(query),
      (data) => data.phase?.cases.totalCount === 1,
    );
    expect(phase.cases.nodes).toEqual([{ id: 'VN-2' }]);
  });

  it('may come while the hub is down: what waited for them is taken at its start', async () => {
    vn.entries.push(changed('VN-2', { head: { phase: 'PANGOLIN-2016' } }), changed('VN-3'));
    await until(
      () => hub.count(),
      (count) => count === 2,
    );
    await hub.close();
    folder.campaign('PANGOLIN', pangolin);
    hub = await folder.start();
    expect(await hub.ask('{ phase(id: "PANGOLIN-2016") { cases { totalCount } } }')).toEqual({
      phase: { cases: { totalCount: 1 } },
    });
  });

  it.each([
    ['no YAML', 'OMD', 'code: ['],
    ['two phases of one number', 'OMD', { ...OMD, phases: [...OMD.phases, OMD.phases[0]] }],
    ['a campaign of another name', 'OMD', { ...OMD, code: 'DRAGON' }],
  ])(
    'that hold %s leave the last good one in place, over a restart too, and cost no other',
    async (_, code, content) => {
      folder.campaign(code, content);
      folder.campaign('PANGOLIN', pangolin);
      await until(
        () => hub.health(),
        ({ campaigns }) => campaigns.join() === 'OMD,PANGOLIN',
      );
      expect(logged(/A campaign file cannot be taken; the last good one stays/)).toBe(true);
      expect(await hub.count()).toBe(1);
      await hub.close();
      hub = await folder.start();
      expect((await hub.health()).campaigns).toEqual(['OMD', 'PANGOLIN']);
      expect(await hub.count()).toBe(1);
    },
  );

  it('show phases, activities and published figures as they hold them', async () => {
    folder.campaign('OMD', {
      ...OMD,
      description: 'Joint action.',
      phases: [
        {
          number: 5,
          name: 'V',
          startsOn: '2023-04-15',
          endsOn: '2024-02-29',
          participants: ['VN', 'UNODC', 'NOWHERE'],
          activities: [
            { kind: 'SEMINAR', title: 'Second', startsOn: '2023-06-01' },
            { kind: 'CONFERENCE', title: 'First', startsOn: '2023-05-01', hosts: ['VN'], delegates: 64, country: 'VN' },
          ],
          reported: [
            { measure: 'cases', value: 1715, change: 1.11, source: 'Vietnam Customs', publishedOn: '2023-12-01' },
          ],
        },
      ],
    });
    const query = `{ campaign(code: "OMD") { description phase(number: 5) {
      id accessUntil illustrative participants { code name kind country caseType illustrative }
      activities { title startsOn endsOn hosts { code } delegates countries country source }
      reported { measure value unit change comparedWith source publishedOn } } } }`;
    const { campaign } = await until(
      () => hub.ask(query),
      ({ campaign: { description } }) => description !== null,
    );
    expect(campaign.phase).toMatchObject({
      id: 'OMD-5',
      accessUntil: '2029-02-28',
      illustrative: false,
      participants: [
        { code: 'UNODC', country: null, caseType: null },
        { code: 'VN', kind: 'CUSTOMS', country: 'VN', caseType: 'VietnamCustomsCase' },
      ],
      activities: [
        { title: 'First', hosts: [{ code: 'VN' }], delegates: 64, countries: null, country: 'VN', source: null },
        { title: 'Second', hosts: [], delegates: null },
      ],
      reported: [{ measure: 'cases', value: 1715, unit: null, change: 1.11, comparedWith: null }],
    });
  });
});
