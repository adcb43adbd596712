// What a client may call a field is the client's own affair: no name of its own reaches the keys and required fields
// that the planner puts beside it.
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Federation, federation } from './worlds/federation.ts';
import { chained, media, overridden, products, required } from './worlds/worlds.ts';

/** The answer, which must be that of one schema; and every representation that was sent. */
async function attack(on: Federation, text: string, variables: Record<string, unknown> = {}) {
  const document = parse(text);
  expect(validate(on.schema, document)).toEqual([]);
  const { data, calls, errors, flaws } = await on.ours(document, variables);
  const { data: expected, errors: faults } = await on.alone(document, variables);
  expect(faults).toBeUndefined();
  expect(data).toEqual(JSON.parse(JSON.stringify(expected)));
  expect({ errors, flaws }).toEqual({ errors: [], flaws: [] });
  return { data, sent: calls.flatMap(({ variables: given }) => (given.representations ?? []) as unknown[]) };
}

const shop = federation(products);
const UPCS = ['p1', 'p2', 'p3'].map((upc) => ({ __typename: 'Product', upc }));

describe('an alias', () => {
  it('that is the name of a required field gives the subgraph no value of the client’s', async () => {
    const { sent } = await attack(shop, '{ products { price: upc shippingEstimate } }');
    expect(sent).toEqual([
      { __typename: 'Product', price: 100, upc: 'p1', weight: 1 },
      { __typename: 'Product', price: 200, upc: 'p2', weight: 2 },
      { __typename: 'Product', price: 300, upc: 'p3', weight: 3 },
    ]);
  });

  it('that is the name of a key neither replaces the key nor shows it', async () => {
    const { data, sent } = await attack(shop, '{ products { upc: name inStock } }');
    expect(sent).toEqual(UPCS);
    expect(data).toEqual({
      products: [
        { upc: 'product 0', inStock: true },
        { upc: 'product 1', inStock: false },
        { upc: null, inStock: true },
      ],
    });
  });

  it.each([
    ['in a named fragment', '{ products { ...F inStock } } fragment F on Product { upc: reference }'],
    ['in a fragment within a fragment', '{ products { ... { ... on Product { upc: name } } inStock } }'],
    [
      'in two fragments',
      '{ products { ...A ...B inStock } } fragment A on Product { upc: name } fragment B on Product { upc: name }',
    ],
    ['of an object', '{ products { upc: maker { id: name name: id } inStock } }'],
    ['below a list of another subgraph', '{ reviews { product { upc: reference inStock shippingEstimate } } }'],
    ['under a condition', 'query ($yes: Boolean = true) { products { upc: name @include(if: $yes) inStock } }'],
    ['and the type itself', '{ products { upc: __typename price: __typename inStock shippingEstimate } }'],
    [
      'swapped with another',
      '{ products { price: weight weight: price upc: reference reference: upc shippingEstimate } }',
    ],
  ])('of a key %s is the client’s alone', async (_, text) => {
    const { sent } = await attack(shop, text);
    expect(sent).not.toEqual([]);
    const upcs = sent.map((each) => (each as { upc?: string }).upc).filter((upc) => upc !== undefined);
    expect(new Set(upcs)).toEqual(new Set(['p1', 'p2', 'p3']));
  });

  it('of a field with arguments is the client’s alone', async () => {
    await attack(shop, '{ reviews { id: body(length: 4) stars: body(length: 2) product { upc: name inStock } } }');
    await attack(federation(chained), '{ items { id: base doubled: id told part { label: note(loud: true) } } }');
  });

  it('on an interface and on its types is the client’s alone', async () => {
    const library = federation(media);
    const { sent } = await attack(
      library,
      '{ media { id: title rating ... on Book { title: pages } ... on Film { votes: minutes } } bestRated { id: title votes: rating popular } }',
    );
    for (const each of sent) expect((each as { id: string }).id).toMatch(/^[123]$/);
    await attack(library, '{ loans { number medium { votes: title id: lent popular __typename } } }');
  });

  it('never names a field that clients do not see', async () => {
    const { sent } = await attack(federation(overridden), '{ bills { secret: id shown } }');
    expect(sent).toContainEqual({ __typename: 'Bill', id: '1', secret: 's0' });
  });
});

describe('an argument', () => {
  it('that a client gives to a required field does not change what is required', async () => {
    const goods = federation(required);
    const { sent } = await attack(
      goods,
      '{ goods { price(currency: "EUR") plain usd comments(limit: 1) { id } talk } }',
    );
    expect(sent).not.toEqual([]);
    await attack(goods, 'query ($c: String) { goods { price(currency: $c) plain } }', { c: 'EUR' });
    await attack(
      goods,
      '{ goods { a: price(currency: "EUR") price: price(currency: "EUR") b: price eur usd plain dear talk } }',
    );
  });

  it('of two required fields that differ in arguments stays with each', async () => {
    const goods = federation(required);
    const { data } = await attack(goods, '{ goods { usd eur plain dear } }');
    expect(data).toEqual({
      goods: [{ usd: 10, eur: 20, plain: 10, dear: null }, { usd: 40, eur: 80, plain: 20, dear: true }, null],
    });
  });

  it('of one name on two types stays with each, where a subgraph knows the two as one', async () => {
    const { data } = await attack(
      federation(media),
      'query ($three: Int = 3) { media { ... on Book { rating(scale: 2) } ... on Film { rating(scale: $three) } } }',
    );
    expect(data).toEqual({ media: [{ rating: 0.2 }, { rating: 0.6 }, { rating: 0.6 }] });
    await attack(
      federation(media),
      '{ rated { ... on Book { x: rating } ... on Film { x: rating(scale: 1) votes } } }',
    );
  });

  it('called representations, and a variable of that name, are the client’s alone', async () => {
    const text = 'query ($representations: Int!) { reviews { body(length: $representations) product { inStock } } }';
    const { sent } = await attack(shop, text, { representations: 3 });
    expect(sent).toEqual(expect.arrayContaining(UPCS));
  });
});
