// Random schemas with rights, callers and operations, all drawn from one list of bytes: shorter and smaller bytes make
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
  const product = (lists: readonly Dnf[]): Dnf | undefined =>
    lists.length === 0
      ? undefined
      : lists.reduce((left, right) => left.flatMap((one) => right.map((other) => [...one, ...other])));
  const scopes = items.flatMap(({ demand }) => (demand.scopes ? [demand.scopes] : []));
  return {
    authenticated: items.some(({ demand }) => demand.authenticated),
    scopes: product(own === undefined ? scopes : [...scopes, [[own]]]),
    policy: product(items.flatMap(({ demand }) => (demand.policy ? [demand.policy] : []))),
  };
}

function printDemand({ authenticated, scopes, policy }: Demand): string {
  return [
    authenticated ? ' @authenticated' : '',
    scopes ? ` @rs(scopes: ${JSON.stringify(scopes)})` : '',
    policy ? ` @pol(policies: ${JSON.stringify(policy)})` : '',
  ].join('');
}

/** An operation over the model: aliases, fragments of all kinds, conditions and arguments. */
export class OperationDraw {
  readonly #draw: Draw;
  readonly #model: Model;
  /** Finished ones; each uses only such as were finished before it, so that there is no cycle. */
  readonly #fragments: { readonly name: string; readonly on: string; readonly text: string }[] = [];
  #budget = 40;

  constructor(draw: Draw, model: Model) {
    this.#draw = draw;
    this.#model = model;
  }

  text(): string {
    const body = this.#selections('Query', 0);
    const variables = '$yes: Boolean = true, $no: Boolean = false, $any: Boolean!, $where: Where, $g: Int';
    return [`query Random(${variables}) ${body}`, ...this.#fragments.map((each) => each.text)].join('\n');
  }

  #selections(type: string, depth: number): string {
    const count = this.#budget > 0 ? 1 + this.#draw.below(4) : 1;
    const parts = Array.from({ length: count }, () => this.#selection(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  #selection(type: string, depth: number): string {
    this.#budget -= 1;
    const choice = this.#budget > 0 && depth < 6 ? this.#draw.below(10) : 0;
    if (choice === 9) return this.#spread(type, depth);
    if (choice < 7) return this.#field(type, depth);
    const condition = this.#draw.chance(20) ? type : this.#condition(type);
    const on = condition === type ? '' : ` on ${condition}`;
    return `...${on}${this.#when()} ${this.#selections(condition, depth + 1)}`;
  }

  /** A type that some object of this type has. */
  #condition(type: string): string {
    const overlapping = [...this.#model.types.map((each) => each.name), ...this.#model.unions.keys()];
    const fitting = overlapping.filter((name) => this.#overlap(name, type));
    return fitting.length > 0 ? this.#draw.from(fitting) : type;
  }

  #overlap(one: string, other: string): boolean {
    const possible = possibleTypes(this.#model, other);
    return possibleTypes(this.#model, one).some((each) => possible.includes(each));
  }

  #spread(type: string, depth: number): string {
    const known = this.#fragments.filter((each) => this.#overlap(each.on, type));
    if (known.length > 0 && this.#draw.chance(50)) return `...${this.#draw.from(known).name}${this.#when()}`;
    const on = this.#condition(type);
    const body = this.#selections(on, depth + 1);
    const name = `F${this.#fragments.length}`;
    this.#fragments.push({ name, on, text: `fragment ${name} on ${on} ${body}` });
    return `...${name}${this.#when()}`;
  }

  #field(type: string, depth: number): string {
    const fields = this.#model.types.find((each) => each.name === type)?.fields ?? [];
    const usable = depth < 6 && this.#budget > 0 ? fields : fields.filter((field) => this.#isLeaf(field.type));
    if (usable.length === 0 || this.#draw.chance(8)) return this.#draw.chance(30) ? 'kind: __typename' : '__typename';
    const field = this.#draw.from(usable);
    const alias = this.#draw.chance(25) ? `${this.#draw.from(['x', 'y', 'constructor', 'toString'])}: ` : '';
    const where = field.takesWhere && this.#draw.chance(50) ? this.#where() : '';
    const when = this.#when();
    const below = this.#isLeaf(field.type) ? '' : ` ${this.#selections(field.type, depth + 1)}`;
    return `${alias}${field.name}${where}${when}${below}`;
  }

  #isLeaf(type: string): boolean {
    return !this.#model.unions.has(type) && !this.#model.types.some((each) => each.name === type);
  }

  #when(): string {
    if (!this.#draw.chance(15)) return '';
    return ` @${this.#draw.from(['include', 'skip'])}(if: ${this.#draw.from(['$yes', '$no', '$any', 'true', 'false'])})`;
  }

  #where(): string {
    const values = ['$where', '{ free: 1 }', '{ g0: 1 }', '{ deep: [{ g1: $g }] }', '{ deep: { g0: null } }', 'null'];
    return `(where: ${this.#draw.from(values)})`;
  }
}

export function drawVariables(draw: Draw): Record<string, unknown> {
  const variables: Record<string, unknown> = { any: draw.chance(50) };
  if (draw.chance(30)) variables.yes = draw.chance(50);
  if (draw.chance(60)) {
    variables.where = draw.from<unknown>([null, { free: 1 }, { g0: 2 }, { deep: [{ free: 1 }, { g1: null }] }]);
  }
  if (draw.chance(50)) variables.g = 1;
  return variables;
}

export function possibleTypes(model: Model, name: string): string[] {
  const union = model.unions.get(name);
  if (union) return [...union];
  const type = model.types.find((each) => each.name === name);
  if (!type) return [];
  if (type.kind === 'object') return [name];
  return model.types.filter((each) => each.interfaces.includes(name)).map((each) => each.name);
}
