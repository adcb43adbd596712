import { describe, expect, it } from 'vitest';
import { built, type Cells, INCIDENT, incident, rejection, shipped, withFirstOfYear } from './one-row.ts';

const amounts = (over: Cells) =>
  incident(over).seizures.map(({ commodity, quantity }) => [
    'term' in commodity ? commodity.term : '',
    quantity?.unit,
    quantity?.value,
  ]);

describe('seizures', () => {
  it.each<[string, Cells, unknown[]]>([
    ['live animals', { live: '3', whole: '3' }, [['LIV', 'HEAD', 3]]],
    [
      'live and dead',
      { live: '3', carcass: '2', whole: '5' },
      [
        ['LIV', 'HEAD', 3],
        ['BOD', 'HEAD', 2],
      ],
    ],
    [
      'what is left over',
      { live: '3', carcass: '2', whole: '15' },
      [
        ['LIV', 'HEAD', 3],
        ['BOD', 'HEAD', 2],
        ['UNS', 'HEAD', 10],
      ],
    ],
    ['no living ones', { live: '0', whole: '16' }, [['UNS', 'HEAD', 16]]],
    [
      'scales and animals',
      { whole: '1,068', scales: '12.5' },
      [
        ['UNS', 'HEAD', 1068],
        ['SCA', 'KILOGRAM', 12.5],
      ],
    ],
    ['scales of unknown weight', { scales: 'Y' }, [['SCA', 'KILOGRAM', undefined]]],
    ['an unknown number beside itself', { carcass: 'Y', whole: 'Y' }, [['BOD', 'HEAD', undefined]]],
    [
      'the weight of live animals',
      { live: '2', whole: '2', weight: '9' },
      [
        ['LIV', 'HEAD', 2],
        ['LIV', 'KILOGRAM', 9],
      ],
    ],
    [
      'the weight of carcasses',
      { carcass: '2', whole: '2', weight: '9' },
      [
        ['BOD', 'HEAD', 2],
        ['BOD', 'KILOGRAM', 9],
      ],
    ],
    ['a weight alone', { weight: '217' }, [['UNS', 'KILOGRAM', 217]]],
    ['no amount', {}, [['UNS', undefined, undefined]]],
    ['a zero alone', { scales: '0' }, [['UNS', undefined, undefined]]],
  ])('reads %s', (_, cells, expected) => {
    expect(amounts(cells)).toEqual(expected);
  });

  it('keeps amounts that it cannot read in the narrative, and makes none up', () => {
    const { narrative } = incident({ live: '77', carcass: '11.51', whole: '88.51' });
    expect(amounts({ live: '77', carcass: '11.51', whole: '88.51' })).toEqual([
      ['LIV', 'HEAD', 77],
      ['BOD', 'HEAD', undefined],
    ]);
    expect(narrative?.text).toMatch(/Carcass number: 11\.51\n.*: 88\.51$/m);
  });

  it('presents no estimate as a quantity', () => {
    const record = incident({ estimatedWeight: '4711', estimatedNumber: '4712' });
    expect(JSON.stringify(record.seizures)).not.toMatch(/471[12]/);
    expect(record.narrative?.text).toMatch(/estimate: 4711\n.*estimate: 4712/);
  });

  it.each([
    ['Pangolin', '42229', '2015', 'Manis spp.', 'II'],
    ['manis javanica', '42736', '2017', 'Manis javanica', 'II'],
    ['Manis javanica', '42737', '2017', 'Manis javanica', 'I'],
    ['Manis javanica / Manis pentadactyla', '42229', '2015', 'Manis spp.', 'II'],
    ['Smutsia temminckii', '42229', '2015', 'Manis temminckii', 'II'],
    ['Unheard of', '42229', '2015', 'Unheard of', undefined],
  ])('reads %s on day %s of %s as %s of appendix %s', (taxon, date, year, name, appendix) => {
    // 1 January stands for its month in this source, where 2 January does not: the appendix moved on 2 January 2017.
    const firstAsDay = { ...shipped, date: { ...shipped.date, firstOfMonth: 'day' as const } };
    const { commodity } = built({ ...INCIDENT, taxon, date, year }, firstAsDay).record.seizures[0] ?? {};
    expect(commodity).toMatchObject({ taxon: name });
    expect(commodity && 'appendix' in commodity ? commodity.appendix : undefined).toBe(appendix);
  });

  it('states no appendix where the taxon moved within the month', () => {
    const { commodity } = incident({ taxon: 'Manis javanica', date: '42736', year: '2017' }).seizures[0] ?? {};
    expect(commodity).toEqual({ type: 'WILDLIFE', taxon: 'Manis javanica', term: 'UNS' });
  });
});

describe('dates', () => {
  it('reads day and month, and the year as the phase', () => {
    expect(built(INCIDENT)).toMatchObject({
      year: 2015,
      record: { seizedOn: '2015-08-13', seizedIn: '2015-08', phase: 'TEST-2015' },
    });
  });

  it('takes the first of a month for the month where the source writes so, and keeps what stood there', () => {
    const record = incident({ date: '42217' });
    expect(record.seizedOn).toBeUndefined();
    expect(record.seizedIn).toBe('2015-08');
    expect(record.narrative?.text).toContain('Date: 42217 (2015-08-01, read as the month)');
  });

  it('takes the first of a year as the mapping says', () => {
    expect(built({ ...INCIDENT, date: '42005' }, withFirstOfYear('year')).record).toMatchObject({
      seizedIn: '2015',
      phase: 'TEST-2015',
    });
    expect(built({ ...INCIDENT, date: '42005' }, withFirstOfYear('day')).record).toMatchObject({
      seizedOn: '2015-01-01',
    });
  });

  it('stands on the year alone where there is no date', () => {
    expect(incident({ date: '' })).toMatchObject({ seizedIn: '2015' });
    expect(incident({ date: '' }).seizedOn).toBeUndefined();
  });

  it.each<[Cells, string, string, RegExp]>([
    [{ year: '2009-2015' }, 'Year', '2009-2015', /a single year/],
    [{ year: 'SPLIT 2015-2016' }, 'Year', 'SPLIT 2015-2016', /a single year/],
    [{ year: '2014' }, 'Year', '2014', /the year of Date \(2015-08-13\)/],
    [{ date: 'SPLIT 2014-2015' }, 'Date', 'SPLIT 2014-2015', /a date/],
    [{ date: '', year: '' }, 'Date', '', /a date or a year/],
  ])('rejects %j by its column %s', (over, column, value, reason) => {
    expect(rejection(over)).toMatchObject({ column, value, reason: expect.stringMatching(reason) });
  });
});

describe('rows that name no seizure', () => {
  it.each(['Trial', 'Report', 'Information', 'Arrests', 'Something else', ''])('rejects the type %j', (type) => {
    expect(rejection({ type })).toMatchObject({ column: 'Type of Incident', value: type });
  });

  it.each(['Seizure', ' seizure ', 'Trial / Seizure', 'Report / Seizure'])('takes the type %j', (type) => {
    expect(rejection({ type })).toBeUndefined();
  });

  it.each(['Various', '', 'Atlantis'])('rejects the country %j', (country) => {
    expect(rejection({ country })).toMatchObject({ column: 'Country', value: country });
  });
});

describe('route', () => {
  it('reads countries and places, in the order of travel', () => {
    const route = incident({
      origin: 'Africa',
      via: 'Nigeria, Singapore',
      outbound: 'China',
      latitude: '20.8',
      longitude: '106.7',
    }).route;
    expect(route).toEqual({
      origin: { name: 'Africa' },
      transit: [{ country: 'NG' }, { country: 'SG' }],
      seizedAt: { country: 'VN', name: 'Hai Phong', latitude: 20.8, longitude: 106.7 },
      destination: { country: 'CN' },
    });
  });

  it('prefers the destination to the place it was going to, and keeps that where it differs', () => {
    const record = incident({ outbound: 'Laos', destination: 'China' });
    expect(record.route?.destination).toEqual({ country: 'CN' });
    expect(record.narrative?.text).toContain('Outbound (going to, before seized): Laos');
    expect(incident({ outbound: 'China', destination: ' china ' }).narrative?.text).not.toContain('Outbound (');
  });

  it.each<[string, string]>([
    ['91', '106.7'],
    ['north', '106.7'],
    ['', '106.7'],
  ])('takes no coordinates from %j and %j, and keeps the text', (latitude, longitude) => {
    const record = incident({ latitude, longitude });
    expect(record.route?.seizedAt).toEqual({ country: 'VN', name: 'Hai Phong' });
    expect(record.narrative?.text).toMatch(latitude === '' ? /Longitude: 106\.7/ : /Latitude: (91|north)/);
  });
});

describe('means', () => {
  it.each<[Cells, string | undefined, string | undefined, string | undefined]>([
    [{ transport: 'by  ROAD' }, 'ROAD', undefined, undefined],
    [{ transport: 'Posted' }, 'MAIL', 'POSTAL_PARCEL', undefined],
    [{ transport: 'In luggage' }, 'NOT_SPECIFIED', 'LUGGAGE', undefined],
    [{ transport: 'Online' }, undefined, undefined, undefined],
    [{ moc: 'Hidden', mocDescription: 'Under seaweed' }, undefined, 'WITH_LEGITIMATE_CARGO', 'Hidden; Under seaweed'],
    [
      { moc: 'Mis-described', mocDescription: 'Declared as eels' },
      undefined,
      'OTHER',
      'Mis-described; Declared as eels',
    ],
    [{ mocDescription: 'In two sacks' }, undefined, 'OTHER', 'In two sacks'],
  ])('reads %j as mode %s and method %s', (cells, mode, method, description) => {
    const { conveyance, concealment } = incident(cells);
    expect([conveyance?.mode, concealment?.method, concealment?.description]).toEqual([mode, method, description]);
  });

  it('keeps a way of transport that is none', () => {
    expect(incident({ transport: 'Online' }).narrative?.text).toContain('Transit type: Online');
  });
});

describe('text', () => {
  it('keeps whatever may name people in the narrative, class P1, and out of every other field', () => {
    const named = {
      incident: 'NAME-A',
      description: 'NAME-B',
      note: 'NAME-C',
      outcome: 'NAME-D',
      outcomeDetails: 'NAME-E',
    };
    const { narrative, ...rest } = incident(named);
    expect(narrative?.class).toBe('P1');
    for (const name of Object.values(named)) expect(narrative?.text).toContain(name);
    expect(JSON.stringify(rest)).not.toContain('NAME-');
  });

  it('carries who compiled the record and where it was published', () => {
    const citation = 'Times. 2016. [Available from: https://example.org/a?b=1. Accessed 2016]';
    expect(incident({ citation }).provenance).toEqual({
      source: citation,
      compiledBy: 'Environmental Investigation Agency',
      url: 'https://example.org/a?b=1',
    });
    expect(incident().provenance?.source).toBe('Environmental Investigation Agency: pangolin seizures 2000-2016');
  });

  it('carries the declared release profile', () => {
    expect(incident().release).toMatchObject({ handling: 'H0', tlp: 'CLEAR' });
  });
});

describe('a row whose values no record takes', () => {
  const taking = { ...shipped, participant: { column: 'country', otherwise: 'take' as const, exact: false } };

  it('is told by its column where the text is no code of a participant', () => {
    expect(rejection({ country: 'Various' }, taking)).toMatchObject({
      column: 'Country',
      value: 'Various',
      reason: expect.stringMatching(/^expected who reports, by a code such as VN/),
    });
  });

  it('is told by its column where an amount is beyond every bound', () => {
    expect(rejection({ live: '1e308' })).toMatchObject({ column: 'Live number', value: '1e308' });
  });
});
