// Texts that differ in literals, in a campaign with everything on: rights, policies, the audit trail, and operations made
// at random from the campaign's schema.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloServer } from '@apollo/server';
import {
  buildSchema,
  type GraphQLInputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type MockCampaign, mockCampaign } from './mock-campaign.ts';
import { send } from './send.ts';

const asked = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');

let campaigns: MockCampaign[] = [];
beforeAll(async () => {
  const yaml = { subgraphs: { all: { retries: 0, breaker: { failures: 10_000 } } } };
  campaigns = [await mockCampaign(yaml), await mockCampaign({ ...yaml, preparedOperations: false })];
}, 60_000);
afterAll(() => Promise.all(campaigns.map((each) => each.close())));

const ask = (campaign: MockCampaign, query: string, token = campaign.token) =>
  send(campaign.gateway.url, { body: { query }, headers: { authorization: `Bearer ${token}` } });
/** The same of both, once the first has answered `before`; and whether the operation prepared for that one answered. */
async function compared(before: string, query: string, tokenOf = async (campaign: MockCampaign) => campaign.token) {
  const [on, off] = campaigns as [MockCampaign, MockCampaign];
  await ask(on, before);
  const expected = await ask(off, query, await tokenOf(off));
  const calls = asked.mock.calls.length;
  const answer = await ask(on, query, await tokenOf(on));
  expect(answer, query).toEqual(expected);
  return { answer, prepared: asked.mock.calls.length === calls };
}
interface Entry {
  readonly operation: string;
  readonly disclosed: readonly string[];
  readonly denied: readonly string[];
}
const entriesOf = ({ folder }: MockCampaign): Entry[] =>
  readFileSync(join(folder, 'audit/gateway.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"kind":"operation"'))
    .map((line) => {
      const { entry } = JSON.parse(line) as { entry: Entry };
      const { operation, disclosed, denied } = entry;
      return { operation, disclosed, denied };
    });

const LIST = (drug: string, first: number) =>
  `{ campaign(code: "OMD") { cases(first: ${first}, filter: { drug: ["${drug}"], seizedFrom: "2023-01" }) { nodes { id narrative outcome { arrests } } } } }`;

const stranger = (campaign: MockCampaign) => campaign.tokenFor('TH', '');

describe('an operation of the campaign with other literals', { timeout: 60_000 }, () => {
  it('is on record under the text that was sent', async () => {
    const { prepared } = await compared(LIST('heroin', 5), LIST('ketamine', 6));
    expect(prepared).toBe(true);
    const [first, second] = entriesOf(campaigns[0] as MockCampaign);
    const [alone] = entriesOf(campaigns[1] as MockCampaign);
    const hash = createHash('sha256').update(LIST('ketamine', 6)).digest('hex');
    expect(second?.operation).toBe(hash);
    expect(first?.operation).not.toBe(hash);
    expect(second).toEqual(alone);
    expect(second?.disclosed).toContain('Case.narrative');
  });

  it('gives nobody what another asked for with other literals', async () => {
    const { answer, prepared } = await compared(LIST('opium', 5), LIST('cocaine', 7), stranger);
    expect(prepared).toBe(true);
    expect(answer.bytes).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
    expect(answer.bytes).not.toContain('of TH-1');
    const again = await compared(LIST('opium', 8), LIST('khat', 9));
    expect(again.answer.bytes).toContain('"narrative":"of TH-1"');
  });

  it.each([
    ['a month that is none', '"2023-01"', '"2023-13"'],
    ['a country that is none', '"VN"', '"VNM"', 'origin'],
  ])('is refused by Apollo Server for %s', async (_, good, bad, field = 'seizedFrom') => {
    const text = (value: string) =>
      `{ campaign(code: "OMD") { cases(filter: { ${field}: ${value} }) { totalCount } } }`;
    const { answer, prepared } = await compared(text(good), text(bad));
    expect([answer.status, prepared]).toEqual([400, false]);
    expect((await compared(text(good), text(good))).prepared).toBe(true);
  });

  it('is answered as by Apollo Server, whatever the operation and its literals', async () => {
    const random = randomFrom(11);
    let [prepared, refused] = [0, 0];
    for (let count = 0; count < 100; count += 1) {
      const form = randomOperation(random);
      const result = await compared(form(random), form(random));
      if (result.prepared) prepared += 1;
      else if (result.answer.status === 400) refused += 1;
    }
    // Most have a literal that may be another; some of those do not fit.
    expect(prepared).toBeGreaterThan(40);
    expect(refused).toBeGreaterThan(5);
  });
});

type Random = () => number;

/** A generator of numbers below one, always the same. */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const SCHEMA = buildSchema(readFileSync(new URL('../../../schema/generated/api.graphql', import.meta.url), 'utf8'));
const VALUES: Readonly<Record<string, readonly string[]>> = {
  Int: ['0', '1', '7', '50', '-3', '2147483647'],
  Float: ['1', '2.5', '-1e3', '0.0'],
  YearMonth: ['"2023"', '"2023-05"', '"1999-12"'],
  Date: ['"2023-05-01"', '"2024-02-29"'],
  DateTime: ['"2023-05-01T00:00:00Z"', '"2024-02-29T12:00:00Z"'],
  CountryCode: ['"VN"', '"TH"', '"KH"'],
  Boolean: ['true'],
};
const STRINGS = ['"OMD"', '"TH-1"', '"VN-2"', '"heroin"', '""', String.raw`"\"\\\u00e9"`, '"Hải quan \u{1F40E}"'];
const HOSTILE = ['"2023-13"', '2147483648', '1e400', '9007199254740993', '1.5', '"x"', '-1', 'null', '"\\ud800"'];

/** A text with places for literals, which each call fills: most with what fits. */
type Form = (random: Random) => string;

function pick<T>(from: readonly T[], random: Random): T {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) throw new Error('expected something to pick from, got nothing');
  return picked;
}

function joined(forms: readonly Form[], between: string): Form {
  return (random) => forms.map((each) => each(random)).join(between);
}

function randomValue(type: GraphQLInputType, random: Random, depth = 0): Form {
  if (isNonNullType(type)) return randomValue(type.ofType, random, depth);
  if (isListType(type)) {
    const items = Array.from({ length: Math.floor(random() * 3) }, () => randomValue(type.ofType, random, depth + 1));
    const list = joined(items, ', ');
    return items.length === 1 && random() < 0.3 ? list : (again) => `[${list(again)}]`;
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((each) => isNonNullType(each.type) || random() < 0.3);
    const inner = fields.map((each): Form => {
      const value = randomValue(each.type, random, depth + 1);
      return (again) => `${each.name}: ${value(again)}`;
    });
    const all = joined(inner, ', ');
    return (again) => `{ ${all(again)} }`;
  }
  if (isEnumType(type)) {
    const { name } = pick(type.getValues(), random);
    return () => name;
  }
  const values = VALUES[type.name] ?? STRINGS;
  return (again) => pick(again() < 0.03 ? HOSTILE : values, again);
}

function randomSelection(name: string, random: Random, depth: number): Form {
  const type = SCHEMA.getType(name);
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  const open = fields.filter((each) => depth > 0 || !isCompositeType(getNamedType(each.type)));
  if (open.length === 0) return () => '{ __typename }';
  const selections = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index): Form => {
    const field = pick(
      // Pages and look-ups rather than others: they have arguments.
      random() < 0.5 && open.some(({ args }) => args.length > 0) ? open.filter(({ args }) => args.length > 0) : open,
      random,
    );
    const args = field.args.filter((each) => isNonNullType(each.type) || random() < 0.4);
    const values = args.map((each): Form => {
      const value = randomValue(each.type, random);
      return (again) => `${each.name}: ${value(again)}`;
    });
    const given = joined(values, ', ');
    const inner = getNamedType(field.type);
    const below = isCompositeType(inner) ? randomSelection(inner.name, random, depth - 1) : () => '';
    return (again) => `f${index}: ${field.name}${args.length > 0 ? `(${given(again)})` : ''} ${below(again)}`;
  });
  const all = joined(selections, ' ');
  return (again) => `{ ${all(again)} }`;
}

function randomOperation(random: Random): Form {
  return randomSelection('Query', random, 3);
}
