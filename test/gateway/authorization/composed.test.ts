// With schemas that Apollo composes: the campaign's own, where one participant is stricter than the others, and guards
// that a subgraph hands through with @composeDirective.
import composition from '@apollo/composition';
import { buildSchema, type GraphQLSchema, parse, print } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { filterOperation, readRequirements, type SchemaRequirements } from '#gateway/authorization/index.ts';
import { operationPlanner } from '#gateway/execution/plan-operation.ts';
import { stripSecurity } from '#gateway/supergraph/strip-security.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import type { Roster } from '#schema/roster/roster.ts';
import { caller } from './world.ts';

function compose(subgraphs: Readonly<Record<string, string>>): string {
  const list = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    typeDefs: parse(sdl),
    url: `http://${name}.invalid`,
  }));
  const result = composition.composeServices(list);
  if (result.errors) throw new Error(result.errors.map((error) => error.message).join('\n'));
  return result.supergraphSdl ?? '';
}

const participants = (['VN', 'CN', 'LA'] as const).map((code) => ({
  code,
  name: code,
  kind: 'CUSTOMS' as const,
  caseType: `${{ VN: 'Vietnam', CN: 'China', LA: 'Laos' }[code]}CustomsCase`,
  publicKeys: [],
  illustrative: false,
}));

describe("in the campaign, where China's suspects take a right of their own", () => {
  let schema: GraphQLSchema;
  let requirements: SchemaRequirements;
  let planFor: (text: string) => string;

  beforeAll(() => {
    const stricter = `extend type ChinaCustomsCase { suspects: [Suspect!] @requiresScopes(scopes: [["cn:suspects"]]) }`;
    const subgraphs = participants.map((each): [string, string] => [
      each.code.toLowerCase(),
      participantSdl(each, each.code === 'CN' ? stricter : undefined),
    ]);
    const roster: Roster = { participants };
    const sdl = compose({ campaign: hubSdl(roster), ...Object.fromEntries(subgraphs) });
    requirements = readRequirements(sdl);
    schema = buildSchema(sdl, { assumeValidSDL: true });
    const planner = operationPlanner(stripSecurity(sdl).sdl);
    planFor = (text) => JSON.stringify(planner.plan(text));
  });

  const query = `{ phase(id: "OMD-5") { cases { nodes { id suspects { role nationality name } } } } }`;

  it('everybody else answers a caller without it, and China is not asked for them', () => {
    const { document, errors, denied } = filterOperation({
      schema,
      requirements,
      document: parse(query),
      caller: caller('case:read case:operational'),
    });
    expect(denied).toEqual(['ChinaCustomsCase.suspects', 'Suspect.name']);
    expect(errors.map((error) => [error.path?.join('.'), error.extensions.types])).toEqual([
      ['phase.cases.nodes.@.suspects', ['ChinaCustomsCase']],
      ['phase.cases.nodes.@.suspects.@.name', undefined],
    ]);
    const plan = planFor(print(document));
    expect(plan).toContain('"serviceName":"vn"');
    expect(plan).toContain('"serviceName":"la"');
    expect(plan).not.toContain('"serviceName":"cn"');
    expect(plan.match(/suspects\{[^}]*\}/g)).toEqual(['suspects{role nationality}', 'suspects{role nationality}']);
  });

  it('who has it is asked nothing less', () => {
    const scopes = 'case:read case:operational case:nominal cn:suspects';
    const operation = { schema, requirements, document: parse(query) };
    const whole = filterOperation({ ...operation, caller: caller(scopes, ['purpose-stated']) });
    expect(whole.changed).toBe(false);
    expect(planFor(print(whole.document))).toContain('"serviceName":"cn"');
    const unstated = filterOperation({ ...operation, caller: caller(scopes) });
    expect(unstated.denied).toEqual(['Suspect.name']);
    expect(planFor(print(unstated.document))).toContain('"serviceName":"cn"');
  });

  it('knows the labels that its fields ask about', () => {
    expect(requirements.labels).toEqual(['purpose-stated']);
  });
});

const guarding = (name: string) => `extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@requiresScopes", "@composeDirective"])
    @link(url: "https://specs.campaign-gateway.example/guards/v0.1", import: [${name}])`;
const types = (guards: string) => `
    directive ${guards}(coordinate: String!) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
    type Query { cases(filter: Filter, name: String ${guards}(coordinate: "Case.name"), orderBy: Order): [Case] }
    type Case @key(fields: "id") { id: ID name: String @requiresScopes(scopes: [["s"]]) }
    input Filter { name: String ${guards}(coordinate: "Case.name") }
    enum Order { ID NAME ${guards}(coordinate: "Case.name") }`;

describe('guards that a subgraph hands through', () => {
  it.each([
    ['under their name', '"@guards"', '@guards'],
    ['under another name', '{ name: "@guards", as: "@hides" }', '@hides'],
  ])('are found %s', (_, imported, name) => {
    const sdl = compose({ hub: `${guarding(imported)} @composeDirective(name: "${name}") ${types(name)}` });
    const schema = buildSchema(sdl, { assumeValidSDL: true });
    const requirements = readRequirements(sdl);
    for (const argument of ['name: "x"', 'filter: { name: "x" }', 'orderBy: NAME']) {
      const document = parse(`{ cases(${argument}) { id } }`);
      expect(filterOperation({ schema, requirements, document, caller: caller() }).denied).toEqual(['Query.cases']);
      expect(filterOperation({ schema, requirements, document, caller: caller('s') }).denied).toEqual([]);
    }
  });
});

describe('what composition copies up to interfaces', () => {
  it('closes nothing for those that it was not copied from', () => {
    const head = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@authenticated", "@policy", { name: "@requiresScopes", as: "@needs" }])`;
    const sdl = compose({
      one: `${head}
        type Query { all: [I] }
        interface I { id: ID x: Int y: Int }
        type A implements I @key(fields: "id") @authenticated { id: ID x: Int @needs(scopes: [["p"]]) y: Int @policy(policies: [["l"]]) }
        type B implements I @key(fields: "id") { id: ID x: Int @needs(scopes: [["q", "r"], ["s"]]) y: Int @needs(scopes: [["t"]]) }`,
      two: `${head} type B @key(fields: "id") { id: ID more: Int @authenticated }`,
    });
    expect(sdl).toMatch(/interface I[^{]*@authenticated/);
    expect(sdl).toMatch(/x: Int @needs\(scopes: \[\["p", "s"\], \["p", "q", "r"\]\]\)/);
    const operation = { schema: buildSchema(sdl, { assumeValidSDL: true }), requirements: readRequirements(sdl) };
    const denied = (query: string, scopes: string, labels: string[] = []) =>
      filterOperation({ ...operation, document: parse(query), caller: caller(scopes, labels) }).denied;
    expect(denied('{ all { x } }', 'p')).toEqual(['B.x']);
    expect(denied('{ all { x } }', 's')).toEqual(['A.x']);
    expect(denied('{ all { y } }', 't')).toEqual(['A.y']);
    expect(denied('{ all { y } }', '', ['l'])).toEqual(['B.y']);
    expect(denied('{ all { x y } }', 'p s t', ['l'])).toEqual([]);
  });
});

describe('a key that the caller may not read', () => {
  it('is still fetched to join by, and is not in what the caller gets', () => {
    const head = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@requiresScopes"])`;
    const sdl = compose({
      one: `${head} type Query { t: T } type T @key(fields: "id") { id: ID @requiresScopes(scopes: [["s"]]) x: Int }`,
      two: `${head} type T @key(fields: "id") { id: ID @requiresScopes(scopes: [["s"]]) more: Int }`,
    });
    const { document, reshape, denied } = filterOperation({
      schema: buildSchema(sdl, { assumeValidSDL: true }),
      requirements: readRequirements(sdl),
      document: parse('{ t { id more } }'),
      caller: caller(),
    });
    expect(denied).toEqual(['T.id']);
    expect(print(document)).not.toContain('id');
    const plan = JSON.stringify(operationPlanner(stripSecurity(sdl).sdl).plan(print(document)));
    expect(plan).toContain('"operation":"{t{__typename id}}"');
    expect(JSON.stringify(reshape({ t: { id: 'key', more: 1 } }))).toBe('{"t":{"id":null,"more":1}}');
  });
});
