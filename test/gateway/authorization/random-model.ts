// Random schemas with rights and callers, all drawn from one list of bytes: shorter and smaller bytes make
// simpler ones, so that a failure shrinks. What is drawn is kept as a plain model, from which the naive reference
// (reference.ts) decides on its own.

/** An OR of ANDs. */
export type Dnf = readonly (readonly string[])[];

export interface Demand {
  readonly authenticated: boolean;
  readonly scopes?: Dnf | undefined;
  readonly policy?: Dnf | undefined;
}

export interface FieldModel {
  readonly name: string;
  /** Named type. */
  readonly type: string;
  /** For example `[%!]!`, where % stands for the named type. */
  readonly wrap: string;
  readonly demand: Demand;
  /** Takes the argument `where: Where`. */
  readonly takesWhere: boolean;
}

export interface TypeModel {
  readonly name: string;
  readonly kind: 'object' | 'interface';
  readonly interfaces: readonly string[];
  readonly demand: Demand;
  readonly fields: readonly FieldModel[];
}

export interface Model {
  readonly types: readonly TypeModel[];
  readonly unions: ReadonlyMap<string, readonly string[]>;
  /** Of the scalar `Secret` and the enum `Level`. */
  readonly leaves: ReadonlyMap<string, Demand>;
  /** By input field of `Where`: coordinate that guards it. */
  readonly guards: ReadonlyMap<string, string>;
  /** Further scopes that interfaces demand on their own: by `Type` or `Type.field`. */
  readonly own: ReadonlyMap<string, string>;
}

export interface CallerModel {
  readonly authenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  readonly labels: ReadonlySet<string>;
}

/** Draws from bytes; once they are used up, always the first choice. */
export class Draw {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  below(limit: number): number {
    const byte = this.#bytes[this.#at] ?? 0;
    this.#at += 1;
    return byte % limit;
  }

  /** True in about `percent` of cases. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  from<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('expected something to draw from');
    return item;
  }
}

export const SCOPES = ['a', 'b', 'c'];
export const LABELS = ['l', 'm'];
const FREE: Demand = { authenticated: false };
const FIELDS = ['f0', 'f1', 'f2', 'f3'];

export function drawModel(draw: Draw): Model {
  const objects = Array.from({ length: 2 + draw.below(4) }, (_, index) => `O${index}`);
  const interfaces = Array.from({ length: draw.below(3) }, (_, index) => `I${index}`);
  const unions = new Map<string, string[]>();
  if (draw.chance(60)) unions.set('U0', [...new Set([draw.from(objects), draw.from(objects), draw.from(objects)])]);
  const composites = [...objects, ...interfaces, ...unions.keys()];
  const drawType = () => draw.from(['Int', 'Int', 'Secret', 'Level', 'Query', ...composites, ...composites]);

  // Fields of an interface first; who implements it takes them over, sometimes with a narrower type.
  const interfaceFields = new Map<string, FieldModel[]>();
  for (const [index, name] of interfaces.entries()) {
    interfaceFields.set(
      name,
      FIELDS.slice(0, 1 + draw.below(3)).map((field) => ({
        // Interfaces share no field, so that no two demand different types of it.
        name: `${field}${'xyz'[index]}`,
        type: drawType(),
        wrap: draw.from(['%', '%', '[%]', '%!', '[%!]!', '[%!]']),
        demand: FREE,
        takesWhere: draw.chance(20),
      })),
    );
  }
  const types: TypeModel[] = [];
  const implementing = new Map(objects.map((name) => [name, interfaces.filter(() => draw.chance(60))]));
  for (const name of objects) {
    const inherited = (implementing.get(name) ?? []).flatMap((each) => interfaceFields.get(each) ?? []);
    const own = FIELDS.slice(0, 1 + draw.below(4)).map((field) => ({
      name: field,
      type: drawType(),
      wrap: draw.from(['%', '%', '[%]', '%!', '[%!]!', '[[%]]']),
      demand: FREE,
      takesWhere: draw.chance(20),
    }));
    types.push({
      name,
      kind: 'object',
      interfaces: implementing.get(name) ?? [],
      demand: drawDemand(draw, 12),
      fields: [...inherited.map((field) => narrower(draw, field, implementing)), ...own].map((field) => ({
        ...field,
        demand: drawDemand(draw, 30),
      })),
    });
  }
  const own = new Map<string, string>();
  for (const [name, fields] of interfaceFields) {
    types.push({ name, kind: 'interface', interfaces: [], demand: FREE, fields });
    if (draw.chance(10)) own.set(name, `own:${name}`);
    for (const field of fields) if (draw.chance(10)) own.set(`${name}.${field.name}`, `own:${name}.${field.name}`);
  }
  types.push({
    name: 'Query',
    kind: 'object',
    interfaces: [],
    demand: drawDemand(draw, 5),
    fields: composites.map((type) => ({
      name: `q${type}`,
      type,
      wrap: draw.from(['%', '[%]', '[%!]!', '%!']),
      demand: drawDemand(draw, 15),
      takesWhere: draw.chance(30),
    })),
  });
  const coordinates = types.flatMap((type) => type.fields.map((field) => `${type.name}.${field.name}`));
  return {
    types,
    unions,
    leaves: new Map([
      ['Secret', drawDemand(draw, 40)],
      ['Level', drawDemand(draw, 40)],
    ]),
    guards: new Map(['g0', 'g1'].map((field) => [field, draw.from(coordinates)])),
    own,
  };
}

function narrower(draw: Draw, field: FieldModel, implementing: ReadonlyMap<string, readonly string[]>): FieldModel {
  const implementers = [...implementing].filter(([, each]) => each.includes(field.type)).map(([name]) => name);
  const type = implementers.length > 0 && draw.chance(30) ? draw.from(implementers) : field.type;
  const wrap = draw.chance(30) && !field.wrap.endsWith('!') ? `${field.wrap}!` : field.wrap;
  return { ...field, type, wrap };
}

function drawDemand(draw: Draw, percent: number): Demand {
  if (!draw.chance(percent)) return FREE;
  return {
    authenticated: draw.chance(40),
    scopes: draw.chance(70) ? drawDnf(draw, SCOPES) : undefined,
    policy: draw.chance(30) ? drawDnf(draw, LABELS) : undefined,
  };
}

function drawDnf(draw: Draw, names: readonly string[]): Dnf {
  return Array.from({ length: 1 + draw.below(2) }, () =>
    Array.from({ length: 1 + draw.below(2) }, () => draw.from(names)),
  );
}

export function drawCaller(draw: Draw, model: Model): CallerModel {
  const authenticated = !draw.chance(25);
  return {
    authenticated,
    scopes: new Set([
      ...SCOPES.filter(() => draw.chance(55)),
      ...[...model.own.values()].filter(() => draw.chance(70)),
    ]),
    labels: new Set(LABELS.filter(() => draw.chance(60))),
  };
}

const LINKS = `schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY, import: [{ name: "@requiresScopes", as: "@rs" }])
  @link(url: "https://specs.apollo.dev/policy/v0.1", as: "pol", for: SECURITY)
  @link(url: "https://specs.campaign-gateway.example/guards/v0.1", import: ["@guards"])
{ query: Query }`;

/** The model as a composed schema: what implementers demand is copied up to their interfaces, as composition does. */
export function supergraphOf(model: Model): string {
  const blocks = model.types.map((type) => {
    const implementers = model.types.filter((each) => each.interfaces.includes(type.name));
    const fields = type.fields.map((field) => {
      const above = implementers.flatMap((each) => each.fields.filter((other) => other.name === field.name));
      const demand =
        type.kind === 'interface' ? copiedUp(above, model.own.get(`${type.name}.${field.name}`)) : field.demand;
      const where = field.takesWhere ? '(where: Where)' : '';
      return `  ${field.name}${where}: ${field.wrap.replace('%', field.type)}${printDemand(demand)}`;
    });
    const demand = type.kind === 'interface' ? copiedUp(implementers, model.own.get(type.name)) : type.demand;
    const keyword = type.kind === 'interface' ? 'interface' : 'type';
    const implementing = type.interfaces.length > 0 ? ` implements ${type.interfaces.join(' & ')}` : '';
    return `${keyword} ${type.name}${implementing}${printDemand(demand)} {\n${fields.join('\n')}\n}`;
  });
  const unions = [...model.unions].map(([name, members]) => `union ${name} = ${members.join(' | ')}`);
  const leaves = (name: string) => printDemand(model.leaves.get(name) ?? FREE);
  const guards = [...model.guards].map(([field, coordinate]) => `${field}: Int @guards(coordinate: "${coordinate}")`);
  return [
    LINKS,
    ...blocks,
    ...unions,
    `scalar Secret${leaves('Secret')}`,
    `enum Level${leaves('Level')} { LOW HIGH }`,
    `input Where { free: Int ${guards.join(' ')} deep: [Where!] }`,
  ].join('\n\n');
}

/** AND of all, written out as a product without any simplification. */
function copiedUp(items: readonly { readonly demand: Demand }[], own: string | undefined): Demand {
  const scopes = items.flatMap(({ demand }) => (demand.scopes ? [demand.scopes] : []));
  return {
    authenticated: items.some(({ demand }) => demand.authenticated),
    scopes: product(own === undefined ? scopes : [...scopes, [[own]]]),
    policy: product(items.flatMap(({ demand }) => (demand.policy ? [demand.policy] : []))),
  };
}

/** Nothing where there is nothing to combine. */
function product(lists: readonly Dnf[]): Dnf | undefined {
  if (lists.length === 0) return undefined;
  return lists.reduce((left, right) => left.flatMap((one) => right.map((other) => [...one, ...other])));
}

function printDemand({ authenticated, scopes, policy }: Demand): string {
  return [
    authenticated ? ' @authenticated' : '',
    scopes ? ` @rs(scopes: ${JSON.stringify(scopes)})` : '',
    policy ? ` @pol(policies: ${JSON.stringify(policy)})` : '',
  ].join('');
}

export function possibleTypes(model: Model, name: string): string[] {
  const union = model.unions.get(name);
  if (union) return [...union];
  const type = model.types.find((each) => each.name === name);
  if (!type) return [];
  if (type.kind === 'object') return [name];
  return model.types.filter((each) => each.interfaces.includes(name)).map((each) => each.name);
}
