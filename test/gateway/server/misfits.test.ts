// What a participant answers that does not fit the schema, deep inside: null there, its own code and no other's at the path,
// and all else as it was.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type MockCampaign, mockCampaign } from './mock-campaign.ts';

let campaign: MockCampaign;
beforeAll(async () => {
  campaign = await mockCampaign({ subgraphs: { all: { timeout: '20s', breaker: { failures: 1_000 } } } });
});
afterEach(() => {
  for (const each of [campaign.hub, ...campaign.participants.values()]) each.behave(undefined);
});
afterAll(() => campaign.close());

const participant = (code: string) => {
  const found = campaign.participants.get(code);
  if (!found) throw new Error(`expected ${code}`);
  return found;
};
/** Its two cases, each this. JSON, since no text of such depth can be made from an object. */
const answers = (code: string, ...cases: readonly string[]) =>
  participant(code).behave(() => `{"data":{"_entities":[${cases.join(',')}]}}`);
const list = (fields: string) => `{ campaign(code: "OMD") { cases { totalCount nodes { id reference ${fields} } } } }`;
const node = (index: number, ...below: (string | number)[]) => ['campaign', 'cases', 'nodes', index, ...below];
const unavailable = (code: string, path: unknown) => ({
  message: 'A participant did not answer; its fields are null.',
  path,
  extensions: { code: 'PARTICIPANT_UNAVAILABLE', participant: code },
});
const states = ({ body }: Answer) =>
  (body as { extensions?: { participants?: { code: string; state: string }[] } }).extensions?.participants
    ?.filter(({ state }) => state === 'UNAVAILABLE')
    .map(({ code }) => code);
/** What stands at the path, or the null in what is above it. */
const at = (data: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce((value, part) => (value === null ? null : (value as Record<string | number, unknown>)[part]), data);

// As long as one entity may be, about.
const DEEP = 40_000;
const LISTS = '['.repeat(DEEP) + ']'.repeat(DEEP);
const OBJECTS = `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`;
const COMMODITY = 'seizures { commodity { __typename ... on DrugCommodity { drug } } }';

describe('a participant', () => {
  it.each<[string, string, string, (string | number)[]]>([
    ['an object for a text', 'narrative', '{"narrative":{"a":1}}', ['narrative']],
    ['a number for a text', 'narrative', '{"narrative":7}', ['narrative']],
    ['a list for a text', 'narrative', '{"narrative":["a"]}', ['narrative']],
    ['half a person', 'outcome { arrests }', '{"outcome":{"arrests":1.5}}', ['outcome', 'arrests']],
    ['a text for an object', 'outcome { arrests }', '{"outcome":"two"}', ['outcome']],
    ['a list for an object', 'outcome { arrests }', '{"outcome":[{"arrests":1}]}', ['outcome']],
    ['a text for a list', 'seizures { quantity { value } }', '{"seizures":"x"}', ['seizures']],
    ['an object for a list', 'seizures { quantity { value } }', '{"seizures":{"quantity":{}}}', ['seizures']],
    ['null in a list that has none', 'seizures { quantity { value } }', '{"seizures":[null]}', ['seizures', 0]],
    [
      'null where there must be something, four levels down',
      'seizures { quantity { unit } }',
      '{"seizures":[{"quantity":{"unit":"KILOGRAM"}},{"quantity":{"unit":null}}]}',
      ['seizures', 1, 'quantity', 'unit'],
    ],
    [
      'nothing where there must be something',
      'seizures { estimatedValue { amount currency } }',
      '{"seizures":[{"estimatedValue":{"amount":1}}]}',
      ['seizures', 0, 'estimatedValue', 'currency'],
    ],
    [
      'a unit that is none',
      'seizures { quantity { unit } }',
      '{"seizures":[{"quantity":{"unit":"BUCKET"}}]}',
      ['seizures', 0, 'quantity', 'unit'],
    ],
    [
      'goods of a type that it does not have',
      COMMODITY,
      '{"seizures":[{"commodity":{"__typename":"Campaign","drug":"x"}}]}',
      ['seizures', 0, 'commodity'],
    ],
    ['goods that are a text', COMMODITY, '{"seizures":[{"commodity":"opium"}]}', ['seizures', 0, 'commodity']],
    ['an object for a day', 'seizedOn', '{"seizedOn":{"year":2023}}', ['seizedOn']],
    ['under the client\u2019s alias', 'words: narrative', '{"narrative":7,"words":7,"__a_words":7}', ['words']],
    [
      'under an alias that is another field\u2019s name',
      'office: narrative',
      '{"narrative":7,"office":7,"__a_office":7}',
      ['office'],
    ],
    ['lists without end for a text', 'narrative', `{"narrative":${LISTS}}`, ['narrative']],
    ['objects without end for a text', 'narrative', `{"narrative":${OBJECTS}}`, ['narrative']],
    ['lists without end for a day', 'seizedOn', `{"seizedOn":${LISTS}}`, ['seizedOn']],
    ['objects without end for a day', 'seizedOn', `{"seizedOn":${OBJECTS}}`, ['seizedOn']],
    ['lists without end for a list', 'seizures { quantity { value } }', `{"seizures":${LISTS}}`, ['seizures', 0]],
    ['lists without end for goods', COMMODITY, `{"seizures":[{"commodity":${LISTS}}]}`, ['seizures', 0, 'commodity']],
    ['lists without end around goods', COMMODITY, `{"seizures":${LISTS}}`, ['seizures', 0]],
  ])('that answers %s is named at the place that is null, alone', async (_, fields, entity, path) => {
    const whole = await campaign.ask(list(fields));
    expect(whole.body.errors).toBeUndefined();
    answers('TH', entity, '{}');
    const answer = await campaign.ask(list(fields));
    expect(answer.status).toBe(200);
    expect(answer.body.errors).toEqual([unavailable('TH', node(2, ...path))]);
    expect(at(answer.body.data, node(2, ...path))).toBeNull();
    expect(states(answer)).toEqual(['TH']);
    for (const index of [0, 1, 4, 5])
      expect(at(answer.body.data, node(index))).toEqual(at(whole.body.data, node(index)));
    expect(at(answer.body.data, node(2))).toMatchObject({ id: 'TH-1', reference: 'TH/1' });
  });

  it('is named beside one that did not answer at all', async () => {
    answers('TH', '{"narrative":7}', '{}');
    participant('KH').behave(() => undefined);
    const answer = await campaign.ask(list('narrative'));
    expect(answer.body.errors).toEqual([
      { message: expect.any(String) as string, extensions: { code: 'PARTICIPANT_UNAVAILABLE', participant: 'KH' } },
      unavailable('TH', node(2, 'narrative')),
    ]);
    expect(states(answer)).toEqual(['KH', 'TH']);
    expect(at(answer.body.data, node(4, 'narrative'))).toBe('of VN-1');
  });

  it('does not hide by a thousand wrong values the one of another', async () => {
    const wrong = Array.from({ length: 9_000 }, () => '{"quantity":{"value":"x"}}').join(',');
    answers('TH', `{"seizures":[${wrong}]}`, `{"seizures":[${wrong}]}`);
    answers('VN', '{}', '{"seizures":[{"quantity":{"value":"x"}}]}');
    const answer = await campaign.ask(list('seizures { quantity { value } }'));
    const named = answer.body.errors?.map(({ extensions }) => extensions.participant);
    expect(answer.body.errors).toContainEqual(unavailable('VN', node(5, 'seizures', 0, 'quantity', 'value')));
    const ofTh = named?.filter((code) => code === 'TH').length;
    expect(ofTh).toBeGreaterThan(1);
    expect(ofTh).toBeLessThanOrEqual(20);
    expect(new Set(named)).toEqual(new Set(['TH', 'VN']));
    expect(states(answer)).toEqual(['TH', 'VN']);
  });

  it('that answers with an error of its own where there must be something is told once', async () => {
    participant('TH').behave(() =>
      JSON.stringify({
        data: { _entities: [{ seizures: [{ quantity: { unit: null } }] }, null] },
        errors: [{ message: 'at db.th.example', path: ['_entities', 0, 'seizures', 0, 'quantity', 'unit'] }],
      }),
    );
    const { body, text } = await campaign.ask(list('seizures { quantity { unit } }'));
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'INTERNAL_SERVER_ERROR', participant: 'TH' },
    ]);
    expect(text).not.toContain('example');
  });

  it('is well again with its next answer: nothing of it is left', async () => {
    answers('TH', '{"narrative":7}', '{"narrative":7}');
    expect((await campaign.ask(list('narrative'))).body.errors).toHaveLength(2);
    participant('TH').behave(undefined);
    const answer = await campaign.ask(list('narrative'));
    expect([answer.body.errors, states(answer)]).toEqual([undefined, undefined]);
    expect(at(answer.body.data, node(2, 'narrative'))).toBe('of TH-1');
  });
});

describe('the hub', () => {
  it.each([
    ['a number for a text', { id: 'TH-1', reference: 7 }, 'reference'],
    ['nothing where there must be something', { id: 'TH-1' }, 'reference'],
  ])('that answers %s is named at the place, and no participant', async (_, head, field) => {
    campaign.hub.behave(() =>
      JSON.stringify({
        data: {
          campaign: { cases: { totalCount: 1, nodes: [{ __typename: 'ThailandCustomsCase', ...head }] } },
        },
      }),
    );
    const answer = await campaign.ask(list('narrative'));
    expect(answer.body.errors).toEqual([
      {
        message: 'The index of the campaign did not answer; ask again.',
        path: node(0, field),
        extensions: { code: 'CAMPAIGN_UNAVAILABLE' },
      },
    ]);
    expect(at(answer.body.data, node(0, field))).toBeNull();
    expect(states(answer)).toBeUndefined();
  });
});
