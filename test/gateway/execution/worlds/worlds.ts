// Supergraphs of different shape; what each is for stands in its name.
import { alike } from './alike-world.ts';
import { campaign } from './campaign-world.ts';
import type { Thing, World } from './world.ts';

const text = (value: unknown) => String(value);
const number = (value: unknown) => Number(value);

export const products: World = {
  name: 'keys, @requires, @provides',
  subgraphs: {
    catalogue: `
      type Query { products(first: Int = 10): [Product!]! product(upc: String!): Product topProducts: [Product] @shareable }
      type Product @key(fields: "upc") { upc: String! name: String @shareable reference: String price: Int weight: Int inStockAt: [String!] maker: Maker size: Size @shareable }
      type Size @shareable { width: Int height: Int }
      type Maker @key(fields: "id") { id: ID! products: [Product!] }
    `,
    inventory: `
      type Product @key(fields: "upc") { upc: String! weight: Int @external price: Int @external inStock: Boolean shippingEstimate: Int @requires(fields: "price weight") }
    `,
    makers: `
      type Query { makers: [Maker!]! }
      type Maker @key(fields: "id") { id: ID! name: String country: String! }
    `,
    reviews: `
      type Query { reviews(best: Boolean): [Review!] }
      type Review @key(fields: "id") { id: ID! body(length: Int): String stars: Int! product: Product! @provides(fields: "name") author: String }
      type Product @key(fields: "upc") { upc: String! name: String @external reviews: [Review] }
    `,
  },
  keys: { Product: ['upc'] },
  objects() {
    const makers = ['m1', 'm2'].map((id, i) => ({
      __typename: 'Maker',
      id,
      name: `maker ${i}`,
      country: i ? 'VN' : 'CN',
    }));
    const all = ['p1', 'p2', 'p3'].map((upc, i) => ({
      __typename: 'Product',
      upc,
      name: i === 2 ? null : `product ${i}`,
      reference: `R-${i}`,
      price: (i + 1) * 100,
      weight: i + 1,
      inStockAt: ['a', 'b'],
      inStock: i !== 1,
      maker: makers[i % 2],
      size: { width: i, height: i + 1 },
    }));
    const reviews = ['r1', 'r2', 'r3', 'r4'].map((id, i) => ({
      __typename: 'Review',
      id,
      text: `body of ${id}, a long one`,
      stars: i,
      author: i ? `author ${i}` : null,
      product: all[i % 3],
    }));
    return { Product: all, Maker: makers, Review: reviews };
  },
  roots: {
    Query: {
      products: (_, { first }, { Product = [] }) => Product.slice(0, number(first)),
      product: (_, { upc }, { Product = [] }) => Product.find((each) => each.upc === upc) ?? null,
      topProducts: (_, __, { Product = [] }) => [Product[0], null, Product[2]],
      makers: (_, __, { Maker }) => Maker,
      reviews: (_, { best }, { Review = [] }) => (best ? Review.filter(({ stars }) => number(stars) > 1) : Review),
    },
  },
  fields: {
    Product: {
      shippingEstimate: ({ price, weight }) => number(price) * number(weight),
      reviews: ({ upc }, _, { Review = [] }) => Review.filter(({ product }) => (product as Thing).upc === upc),
    },
    Maker: { products: ({ id }, _, { Product = [] }) => Product.filter(({ maker }) => (maker as Thing).id === id) },
    Review: {
      body: ({ text: body, id }, { length }) =>
        (body === undefined ? `body of ${text(id)}, a long one` : text(body)).slice(
          0,
          length === undefined || length === null ? 99 : number(length),
        ),
    },
  },
};

export const chained: World = {
  name: '@requires of what @requires something itself',
  subgraphs: {
    a: `type Query { items: [Item] item(id: ID!): Item } type Item @key(fields: "id") { id: ID! base: Int! }`,
    b: `type Item @key(fields: "id") { id: ID! base: Int! @external doubled: Int! @requires(fields: "base") }`,
    c: `type Item @key(fields: "id") { id: ID! doubled: Int! @external base: Int! @external sum: Int @requires(fields: "doubled base") part: Part }
        type Part { label: String note(loud: Boolean = false): String }`,
    d: `type Item @key(fields: "id") { id: ID! sum: Int @external part: Part @external told: String @requires(fields: "sum part { label }") }
        type Part @external { label: String }`,
  },
  objects: () => ({
    Item: ['1', '2', '3'].map((id, i) => ({
      __typename: 'Item',
      id,
      base: i + 5,
      part: i === 1 ? null : { label: `part ${i}` },
    })),
  }),
  roots: {
    Query: {
      items: (_, __, { Item = [] }) => [...Item, Item[0], null],
      item: (_, { id }, { Item = [] }) => Item.find((each) => each.id === id) ?? null,
    },
  },
  fields: {
    Item: {
      doubled: ({ base }) => number(base) * 2,
      sum: ({ base, doubled }) => number(base) + (doubled === undefined ? number(base) * 2 : number(doubled)),
      told: ({ sum, part, base }) =>
        `${text(sum ?? number(base) * 3)}/${text((part as Thing | null)?.label ?? 'none')}`,
    },
    Part: { note: ({ label }, { loud }) => (loud ? text(label).toUpperCase() : `note on ${text(label)}`) },
  },
};

export const media: World = {
  name: 'interface objects',
  subgraphs: {
    library: `
      type Query { media: [Media!]! medium(id: ID!): Media }
      interface Media @key(fields: "id") { id: ID! title: String! }
      type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int }
      type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int! }
    `,
    ratings: `
      type Query { bestRated: Media rated: [Media] }
      type Media @key(fields: "id") @interfaceObject { id: ID! rating(scale: Int = 5): Float! votes: Int }
    `,
    lending: `
      type Query { loans: [Loan!] }
      type Loan { number: Int! medium: Media! to: String }
      type Media @key(fields: "id") @interfaceObject { id: ID! lent: Boolean votes: Int @external popular: Boolean @requires(fields: "votes") }
    `,
  },
  objects() {
    const all = ['1', '2', '3'].map((id, i) => ({
      __typename: i === 1 ? 'Film' : 'Book',
      id,
      title: `title ${i}`,
      pages: i ? 100 : null,
      minutes: 90,
      stars: i + 0.5,
      votes: i * 10,
      lent: i > 0,
    }));
    return {
      Media: all,
      Book: all.filter((each) => each.__typename === 'Book'),
      Film: all.filter((each) => each.__typename === 'Film'),
    };
  },
  roots: {
    Query: {
      media: (_, __, { Media }) => Media,
      medium: (_, { id }, { Media = [] }) => Media.find((each) => each.id === id) ?? null,
      bestRated: (_, __, { Media = [] }) => Media[2],
      rated: (_, __, { Media = [] }) => [Media[0], Media[1]],
      loans: (_, __, { Media = [] }) => [
        { number: 1, medium: Media[0], to: 'A' },
        { number: 2, medium: Media[1], to: null },
      ],
    },
  },
  fields: {
    Media: {
      rating: ({ id }, { scale }) => (number(id) * number(scale)) / 10,
      popular: ({ votes }) => number(votes) > 5,
    },
  },
};

export const values: World = {
  name: 'shared value types and root fields of several subgraphs',
  subgraphs: {
    a: `type Query { here: Place @shareable both: Both a: String }
        type Place @shareable { name: String at: Point! } type Point @shareable { x: Int! y: Int! }
        type Both { left: Place thing: Thing } type Thing @key(fields: "id") { id: ID! place: Place @shareable inA: Int }`,
    b: `type Query { here: Place @shareable thing(id: ID): Thing things: [[Thing!]] }
        type Place @shareable { name: String at: Point! } type Point @shareable { x: Int! y: Int! }
        type Thing @key(fields: "id") { id: ID! place: Place @shareable inB(of: [Int!], how: How): String near: [Place!] }
        input How { times: Int = 2 mood: Mood } enum Mood { GLAD SAD }`,
  },
  objects: () => ({
    Thing: ['1', '2'].map((id, i) => ({
      __typename: 'Thing',
      id,
      inA: i,
      place: { name: `n${i}`, at: { x: i, y: 1 } },
      near: i ? [{ name: 'q', at: { x: 9, y: 9 } }] : null,
    })),
  }),
  roots: {
    Query: {
      here: () => ({ name: 'here', at: { x: 1, y: 2 } }),
      a: () => 'a',
      both: (_, __, { Thing = [] }) => ({ left: { name: 'left', at: { x: 3, y: 4 } }, thing: Thing[1] }),
      thing: (_, { id }, { Thing = [] }) => Thing.find((each) => each.id === id) ?? null,
      things: (_, __, { Thing = [] }) => [[Thing[0], Thing[1]], null, [], [Thing[1]]],
    },
  },
  fields: {
    Thing: { inB: ({ id }, { of, how }) => `${text(id)} ${JSON.stringify(of ?? null)} ${JSON.stringify(how ?? null)}` },
  },
};

export const unions: World = {
  name: 'unions and interfaces over several subgraphs',
  subgraphs: {
    a: `type Query { found: [Found!] one: Node named: [Named] }
        union Found = Cat | Dog
        interface Node { id: ID! } interface Named { name: String }
        type Cat implements Node & Named @key(fields: "id") { id: ID! name: String lives: Int! same: Int }
        type Dog implements Node & Named @key(fields: "id") { id: ID! name: String tricks: [String!] same: String }`,
    b: `type Query { pets: [Pet] }
        union Pet = Cat | Fish
        type Cat @key(fields: "id") { id: ID! owner: Owner }
        type Dog @key(fields: "id") { id: ID! owner: Owner }
        interface Named { name: String } type Fish implements Named @key(fields: "id") { id: ID! name: String depth: Float owner: Owner }
        type Owner { name: String! pets: [Pet] }`,
  },
  objects() {
    const owner = { name: 'O' } as Thing;
    const Cat = [{ __typename: 'Cat', id: 'c', name: 'Cat', lives: 9, same: 1, owner }] as Thing[];
    const Dog = [{ __typename: 'Dog', id: 'd', name: null, tricks: ['sit'], same: 's', owner: null }] as Thing[];
    const Fish = [{ __typename: 'Fish', id: 'f', name: 'Fish', depth: 1.5, owner }] as Thing[];
    owner.pets = [Cat[0], Fish[0]];
    return { Cat, Dog, Fish };
  },
  roots: {
    Query: {
      found: (_, __, { Cat = [], Dog = [] }) => [...Dog, ...Cat, ...Dog],
      one: (_, __, { Dog = [] }) => Dog[0],
      named: (_, __, { Cat = [], Dog = [] }) => [null, ...Cat, ...Dog],
      pets: (_, __, { Cat = [], Fish = [] }) => [...Fish, ...Cat, null],
    },
  },
};

export const mutations: World = {
  name: 'mutations',
  subgraphs: {
    accounts: `
      type Query { account(id: ID!): Account } type Mutation { deposit(id: ID!, amount: Int!): Account! rename(id: ID!, to: Name!): Account }
      input Name { first: String! last: String = "Last" }
      type Account @key(fields: "id") { id: ID! balance: Int! name: String }`,
    ledger: `
      type Query { entries: [Int!]! } type Mutation { post(amount: Int!): Int account(id: ID!): Account }
      type Account @key(fields: "id") { id: ID! balance: Int! @external doubled: Int @requires(fields: "balance") }`,
  },
  objects: () => ({
    Account: [
      { __typename: 'Account', id: '1', balance: 10, name: 'N' },
      { __typename: 'Account', id: '2', balance: 0, name: null },
    ],
    Entry: [],
  }),
  roots: {
    Query: {
      account: (_, { id }, { Account = [] }) => Account.find((each) => each.id === id) ?? null,
      entries: (_, __, { Entry = [] }) => Entry.map(({ amount }) => amount),
    },
    Mutation: {
      deposit(_, { id, amount }, { Account = [] }) {
        const found = Account.find((each) => each.id === id);
        if (found) found.balance = number(found.balance) + number(amount);
        return found && { ...found };
      },
      rename(_, { id, to }, { Account = [] }) {
        const found = Account.find((each) => each.id === id);
        if (found) found.name = `${text((to as Thing).first)} ${text((to as Thing).last)}`;
        return found ? { ...found } : null;
      },
      post(_, { amount }, { Entry = [] }) {
        Entry.push({ amount });
        return Entry.length;
      },
      account: (_, { id }, { Account = [] }) => {
        const found = Account.find((each) => each.id === id);
        return found ? { ...found } : null;
      },
    },
  },
  fields: { Account: { doubled: ({ balance }) => number(balance) * 2 } },
};

export const nullKeys: World = {
  name: 'keys that are null, several keys, one of them nested',
  subgraphs: {
    a: `type Query { people: [Person] } type Person @key(fields: "id") @key(fields: "passport { country number }") { id: ID passport: Passport age: Int }
        type Passport @shareable { country: String! number: String! }`,
    b: `type Query { travellers: [Person!] } type Person @key(fields: "passport { country number }") { passport: Passport trips: [Trip!] }
        type Passport @shareable { country: String! number: String! } type Trip { to: String! with: Person }`,
    c: `type Person @key(fields: "id") { id: ID email: String }`,
  },
  keys: { Person: ['id', 'passport.number'] },
  objects() {
    const Person = ['1', '2', null].map((id, i) => ({
      __typename: 'Person',
      id,
      age: i,
      email: `e${i}`,
      passport: i === 1 ? null : { country: 'VN', number: `n${i}` },
      trips: [] as unknown[],
    }));
    for (const each of Person)
      each.trips = [
        { to: 'X', with: Person[0] },
        { to: 'Y', with: null },
      ];
    return { Person };
  },
  roots: {
    Query: {
      people: (_, __, { Person = [] }) => [...Person, null],
      travellers: (_, __, { Person = [] }) => [Person[0], Person[2]],
    },
  },
  // Where the key is null there is no way.
  fields: {
    Person: {
      trips: ({ passport, trips }) => (passport ? trips : null),
      email: ({ id, email }) => (id === null ? null : email),
    },
  },
};

export const overridden: World = {
  name: '@override and @inaccessible',
  subgraphs: {
    old: `type Query { bills: [Bill!]! } type Bill @key(fields: "id") { id: ID! amount: Int payer: Payer secret: String @inaccessible }
          type Payer @key(fields: "id") { id: ID! name: String }`,
    new: `type Bill @key(fields: "id") { id: ID! amount: Int @override(from: "old") secret: String @external shown: String @requires(fields: "secret") }`,
    payers: `type Payer @key(fields: "id") { id: ID! email: String! bills: [Bill!] }
             type Bill @key(fields: "id") { id: ID! }`,
  },
  objects() {
    const Payer = [{ __typename: 'Payer', id: 'p', name: 'P', email: 'p@p' } as Thing];
    const Bill = ['1', '2'].map((id, i) => ({
      __typename: 'Bill',
      id,
      amount: i,
      payer: i ? Payer[0] : null,
      secret: `s${i}`,
    }));
    if (Payer[0]) Payer[0].bills = [Bill[0], Bill[1]];
    return { Bill, Payer };
  },
  roots: { Query: { bills: (_, __, { Bill }) => Bill } },
  fields: { Bill: { shown: ({ secret }) => `<${text(secret)}>` } },
};

export const required: World = {
  name: '@requires with arguments',
  subgraphs: {
    shop: `
      type Query { goods: [Good] }
      type Good @key(fields: "id") { id: ID! price(currency: String = "USD", digits: Int): Int weight: Int category: Category comments(limit: Int!): [Comment!] }
      type Category { average(currency: String!): Int label: String } type Comment @key(fields: "id") { id: ID! body: String }`,
    ship: `
      type Good @key(fields: "id") {
        id: ID! weight: Int @external price(currency: String = "USD", digits: Int): Int @external category: Category @external comments(limit: Int!): [Comment!] @external
        usd: Int @requires(fields: "price(currency: \\"USD\\") weight") eur: Int @requires(fields: "weight price(currency: \\"EUR\\")") plain: Int @requires(fields: "price")
        dear: Boolean @requires(fields: "category { average(currency: \\"USD\\") }") talk: String @requires(fields: "comments(limit: 2) { id }") }
      type Category @external { average(currency: String!): Int } type Comment @key(fields: "id", resolvable: false) { id: ID! }`,
  },
  objects: () => ({
    Comment: ['x', 'y', 'z'].map((id) => ({ __typename: 'Comment', id, body: `body ${id}` })),
    Good: ['1', '2'].map((id, i) => ({
      __typename: 'Good',
      id,
      cents: (i + 1) * 10,
      weight: i + 1,
      category: i ? { cents: 5, label: 'L' } : null,
    })),
  }),
  roots: { Query: { goods: (_, __, { Good = [] }) => [...Good, null] } },
  fields: {
    Good: {
      price: ({ cents, id }, { currency }) => number(cents ?? number(id) * 10) * (currency === 'EUR' ? 2 : 1),
      comments: (_, { limit }, { Comment = [] }) => Comment.slice(0, number(limit)),
      usd: ({ price, weight, id }) => number(price ?? number(id) * 10) * number(weight),
      eur: ({ price, weight, id }) => number(price ?? number(id) * 20) * number(weight),
      plain: ({ price, id }) => number(price ?? number(id) * 10),
      dear: ({ category }) => (category ? number((category as Thing).average ?? 5) > 3 : null),
      talk: ({ comments }) => (Array.isArray(comments) ? comments.map((each: Thing) => each.id).join('') : 'xy'),
    },
    Category: { average: ({ cents }, { currency }) => number(cents ?? 5) * (currency === 'EUR' ? 2 : 1) },
  },
};

export const worlds: readonly World[] = [
  campaign,
  alike,
  products,
  chained,
  media,
  values,
  unions,
  mutations,
  nullKeys,
  overridden,
  required,
];
