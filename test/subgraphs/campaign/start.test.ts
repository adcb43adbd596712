import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHubConfig } from '#subgraphs/campaign/config.ts';
import { startHub } from '#subgraphs/campaign/start.ts';
import { OFFICER } from '../signing.ts';
import { type HubFolder, hubFolder, type TestHub, until } from './hub-folder.ts';
import { type RealParticipant, recordOf, startRealParticipant } from './real-participant.ts';

let folder: HubFolder;
let vn: RealParticipant;
let th: RealParticipant;
let hub: TestHub;
const origin = { by: 'test' };

beforeEach(async () => {
  folder = hubFolder();
  [vn, th] = await Promise.all([startRealParticipant(folder.folder, 'VN'), startRealParticipant(folder.folder, 'TH')]);
  folder.addresses({ VN: vn.url, TH: th.url });
  hub = await folder.start();
});
afterEach(async () => {
  await hub.close();
  await Promise.all([vn.close(), th.close()]);
  folder.remove();
});

const count = (expected: number) =>
  until(
    () => hub.count(),
    (cases) => cases === expected,
  );

describe('the hub over real participants', () => {
  it('lists, counts and shows what they put, change and remove', async () => {
    await vn.store.put([recordOf('VN', 1), recordOf('VN', 2), recordOf('VN', 3)], origin);
    await th.store.put([recordOf('TH', 1)], origin);
    await count(4);
    const { phase } = await hub.ask(`{ phase(id: "OMD-5") {
      statistics { caseCount byKind { key cases } byDrug { key cases } byTaxon { key } countryLinked { key cases }
        quantities { commodity unit total kilograms } flows { origin via destination cases kilograms }
        coverage { participant { code } state } }
      cases(orderBy: KILOGRAMS_DESC) { nodes { __typename id reference revision participant { code } } } } }`);
    expect(phase).toEqual({
      statistics: {
        caseCount: 4,
        byKind: [
          { key: 'DRUG', cases: 3 },
          { key: 'WILDLIFE', cases: 1 },
        ],
        byDrug: [{ key: 'heroin', cases: 3 }],
        byTaxon: [{ key: 'Manis javanica' }],
        countryLinked: [
          { key: 'KH', cases: 4 },
          { key: 'LA', cases: 4 },
          { key: 'VN', cases: 3 },
          { key: 'TH', cases: 1 },
        ],
        quantities: [
          { commodity: 'Manis javanica (SCA)', unit: 'KILOGRAM', total: 4, kilograms: 4 },
          { commodity: 'heroin', unit: 'KILOGRAM', total: 7, kilograms: 7 },
        ],
        flows: [
          { origin: 'LA', via: ['KH'], destination: 'VN', cases: 3, kilograms: 9 },
          { origin: 'LA', via: ['KH'], destination: 'TH', cases: 1, kilograms: 2 },
        ],
        coverage: [
          { participant: { code: 'TH' }, state: 'CURRENT' },
          { participant: { code: 'VN' }, state: 'CURRENT' },
        ],
      },
      cases: {
        nodes: [
          {
            __typename: 'VietnamCustomsCase',
            id: 'VN-3',
            reference: 'VN/3/1',
            revision: 1,
            participant: { code: 'VN' },
          },
          {
            __typename: 'VietnamCustomsCase',
            id: 'VN-2',
            reference: 'VN/2/1',
            revision: 1,
            participant: { code: 'VN' },
          },
          {
            __typename: 'ThailandCustomsCase',
            id: 'TH-1',
            reference: 'TH/1/1',
            revision: 1,
            participant: { code: 'TH' },
          },
          {
            __typename: 'VietnamCustomsCase',
            id: 'VN-1',
            reference: 'VN/1/1',
            revision: 1,
            participant: { code: 'VN' },
          },
        ],
      },
    });

    await vn.store.put([recordOf('VN', 2, 2)], origin);
    await vn.store.remove(['VN-1'], origin);
    await count(3);
    expect(await hub.ask('{ gone: case(id: "VN-1") { id } changed: case(id: "VN-2") { reference revision } }')).toEqual(
      {
        gone: null,
        changed: { reference: 'VN/2/2', revision: 2 },
      },
    );
    // Back again: the revisions go on.
    await vn.store.put([recordOf('VN', 1, 3)], origin);
    await count(4);
    expect(await hub.ask('{ case(id: "VN-1") { reference revision } }')).toEqual({
      case: { reference: 'VN/1/3', revision: 3 },
    });
  });

  it('tells in its health what it serves and how the feeds are', async () => {
    await until(
      () => hub.stateOf('TH'),
      (state) => state === 'CURRENT',
    );
    await until(
      () => hub.stateOf('VN'),
      (state) => state === 'CURRENT',
    );
    const health = await hub.health();
    expect(health.campaigns).toEqual(['OMD']);
    expect(health.sdl).toMatch(/^[0-9a-f]{64}$/);
    expect(health.feeds).toEqual([
      { participant: 'LA', state: 'UNREACHABLE', rejectsDropped: 0 },
      { participant: 'TH', state: 'CURRENT', rejectsDropped: 0 },
      { participant: 'VN', state: 'CURRENT', rejectsDropped: 0 },
    ]);
  });

  it('takes every entry of a real feed: none is rejected', async () => {
    await vn.store.put(
      Array.from({ length: 60 }, (_, number) => recordOf('VN', number)),
      origin,
    );
    await until(
      () =>
        hub.ask(
          '{ participant(code: "VN") { feed { cases cursor } } }',
          {},
          { ...OFFICER, scopes: ['operations:read'] },
        ),
      ({ participant }) => participant.feed.cases === 60,
    );
    expect(folder.log.filter(({ message }) => /not taken/.test(message))).toEqual([]);
  });
});

describe('a hub', () => {
  it('does not listen where it is not alone, and leaves nothing open when it fails to start', async () => {
    const config = readHubConfig(folder.config);
    await expect(startHub({ ...config, listen: { host: '0.0.0.0', port: 0 } })).rejects.toThrow(/loopback/);
    const { port } = new URL(hub.url);
    await expect(startHub({ ...config, listen: { host: '127.0.0.1', port: Number(port) } })).rejects.toThrow(
      /EADDRINUSE/,
    );
  });

  it('refuses a query of another shape without a word of its insides', async () => {
    await expect(hub.ask('{ campaigns { secrets } }')).rejects.toThrow(/Cannot query field "secrets"/);
  });
});
