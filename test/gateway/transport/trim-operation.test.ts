import { parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { publishedSchema, trimOperation } from '#gateway/transport/trim-operation.ts';

const schema = publishedSchema(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
  interface Case { id: ID! route: Route }
  type VietnamCustomsCase implements Case @key(fields: "id") { id: ID! route: Route goods: Goods }
  extend type VietnamCustomsCase { office(of: ID): String }
  type Route { origin: String }
  union Goods = Drug
  type Drug { name: String }`);

function trim(selection: string, variables = '') {
  const text = `query ($representations: [_Any!]!${variables}) { _entities(representations: $representations) { ... on VietnamCustomsCase ${selection} } }`;
  const trimmed = trimOperation(parse(text), schema);
  expect(validate(schema, trimmed.document, specifiedRules)).toEqual([]);
  return { ...trimmed, query: trimmed.query.replaceAll(/\s+/g, ' ') };
}

describe('what a participant is asked', () => {
  it('is left as it is where its SDL has all of it', () => {
    expect(trim('{ id route { origin } goods { ... on Drug { name } } office(of: 1) }').query).toContain(
      '{ id route { origin } goods { ... on Drug { name } } office(of: 1) }',
    );
  });

  it('has no field that its SDL lacks, nor anything below it', () => {
    expect(trim('{ id outcome { arrests } route { origin via { name } } }').query).toContain('{ id route { origin } }');
  });

  it('asks for the type name where nothing else is left', () => {
    expect(trim('{ outcome { arrests } route { via } }').query).toContain('{ route { __typename } }');
    expect(trim('{ outcome { arrests } }').query).toContain('... on VietnamCustomsCase { __typename }');
  });

  it('has no fragment on a type that its SDL lacks', () => {
    expect(trim('{ goods { __typename ... on Drug { name } ... on Timber { taxon } } }').query).toContain(
      'goods { __typename ... on Drug { name } }',
    );
  });

  it('declares no variable that is no longer used', () => {
    const { query, variables } = trim('{ id office(of: $a) outcome(as: $b) { arrests } }', ', $a: ID, $b: String');
    expect([...variables]).toEqual(['representations', 'a']);
    expect(query).not.toContain('$b');
  });

  it('holds no fragment that is no longer spread', () => {
    const document = parse(
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ...A ...T } } fragment A on VietnamCustomsCase { id outcome { ...B } } fragment B on Outcome { arrests } fragment T on ThailandCustomsCase { id }',
    );
    const { query } = trimOperation(document, schema);
    expect(validate(schema, parse(query), specifiedRules)).toEqual([]);
    expect(query).not.toMatch(/Outcome|Thailand|outcome/);
  });
});
