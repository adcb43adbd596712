// The naive reference: execute the whole operation and refuse at each resolver, with the model's own words. It shares
// no code with gateway/authorization; null spreads as graphql-js does it.
import {
  type DocumentNode,
  defaultTypeResolver,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { type CallerModel, type Demand, type Dnf, type Model, possibleTypes } from './random-model.ts';

export const DENIED = 'denied by the reference';

interface Thing {
  readonly __typename: string;
  readonly id: string;
}

export class Reference {
  readonly #model: Model;
  readonly #caller: CallerModel;

  constructor(model: Model, caller: CallerModel) {
    this.#model = model;
    this.#caller = caller;
  }

  /** Whether objects of this type are shown. */
  showsType(name: string): boolean {
    const type = this.#model.types.find((each) => each.name === name);
    const demands = [type?.demand, ...this.#fromInterfaces(name, undefined)];
    return demands.every((demand) => demand === undefined || this.#meets(demand));
  }

  /** Whether the field of this object type may be read, guards aside. */
  shows(name: string, field: string): boolean {
    const declared = this.#declared(name, field);
    if (!declared || !this.showsType(name) || !this.#meets(declared.demand)) return false;
    if (!this.#fromInterfaces(name, field).every((demand) => this.#meets(demand))) return false;
    const leaf = this.#model.leaves.get(declared.type);
    if (leaf && !this.#meets(leaf)) return false;
    const possible = possibleTypes(this.#model, declared.type);
    return possible.length === 0 || possible.some((each) => this.showsType(each));
  }

  /** Whether these arguments use nothing that the caller may not read. */
  showsArguments(args: Readonly<Record<string, unknown>>): boolean {
    return guardsIn(args.where).every((field) => {
      const [type = '', name = ''] = (this.#model.guards.get(field) ?? '').split('.');
      return possibleTypes(this.#model, type).every((each) => {
        const returned = possibleTypes(this.#model, this.#declared(each, name)?.type ?? '');
        return this.shows(each, name) && returned.every((other) => this.showsType(other));
      });
    });
  }

  /** What interfaces demand on their own reaches each implementer, together with what was copied up in that kind. */
  #fromInterfaces(name: string, field: string | undefined): Demand[] {
    const type = this.#model.types.find((each) => each.name === name);
    return (type?.interfaces ?? []).flatMap((each) => {
      const own = this.#model.own.get(field === undefined ? each : `${each}.${field}`);
      if (own === undefined) return [];
      const others = this.#model.types.filter((other) => other.interfaces.includes(each));
      const copied = others.map(
        (other) => (field === undefined ? other : this.#declared(other.name, field))?.demand.scopes,
      );
      return [[[own]], ...copied].map((scopes): Demand => ({ authenticated: false, scopes }));
    });
  }

  #declared(name: string, field: string) {
    return this.#model.types.find((each) => each.name === name)?.fields.find((each) => each.name === field);
  }

  #meets({ authenticated, scopes, policy }: Demand): boolean {
    if (authenticated && !this.#caller.authenticated) return false;
    if (scopes && !(this.#caller.authenticated && held(scopes, this.#caller.scopes))) return false;
    return !policy || held(policy, this.#caller.labels);
  }
}

function held(dnf: Dnf, names: ReadonlySet<string>): boolean {
  return dnf.some((all) => all.every((one) => names.has(one)));
}

function guardsIn(where: unknown): string[] {
  if (Array.isArray(where)) return where.flatMap(guardsIn);
  if (typeof where !== 'object' || where === null) return [];
  return Object.entries(where).flatMap(([key, value]) => (key.startsWith('g') ? [key] : guardsIn(value)));
}

export interface Run {
  readonly result: ExecutionResult;
  /** Every field that was resolved, with its arguments. */
  readonly resolved: { type: string; field: string; args: Record<string, unknown> }[];
  /** Paths refused, with `@` for list positions. */
  readonly refused: ReadonlySet<string>;
}

/** Executes on made-up data; with a reference, what it does not show is refused. */
export async function run(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Record<string, unknown>,
  seed: number,
  reference?: Reference,
): Promise<Run> {
  const resolved: Run['resolved'] = [];
  const refused = new Set<string>();
  const fieldResolver: GraphQLFieldResolver<Thing, unknown> = (source, args, _context, info) => {
    resolved.push({ type: info.parentType.name, field: info.fieldName, args });
    if (reference && !(reference.shows(info.parentType.name, info.fieldName) && reference.showsArguments(args))) {
      refused.add(pathOf(info));
      throw new GraphQLError(DENIED);
    }
    const value = made(info.returnType, `${source.id}/${info.fieldName}`, seed, schema);
    return reference ? withoutHidden(value, pathOf(info), reference, refused) : value;
  };
  const rootValue: Thing = { __typename: 'Query', id: '' };
  const typeResolver = defaultTypeResolver;
  const result = await execute({ schema, document, variableValues, rootValue, fieldResolver, typeResolver });
  return { result, resolved, refused };
}

function withoutHidden(value: unknown, path: string, reference: Reference, refused: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutHidden(item, `${path}.@`, reference, refused));
  if (typeof value !== 'object' || value === null || !('__typename' in value)) return value;
  if (reference.showsType(String(value.__typename))) return value;
  refused.add(path);
  return null;
}

/** A value that depends on its place in the data alone, sometimes null, also where it must not be. */
function made(type: GraphQLOutputType, id: string, seed: number, schema: GraphQLSchema): unknown {
  const number = hash(id, seed);
  if (number % (isNonNullType(type) ? 41 : 9) === 0) return null;
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) {
    return Array.from({ length: (number >>> 4) % 4 }, (_, index) => made(inner.ofType, `${id}.${index}`, seed, schema));
  }
  const named = getNamedType(inner);
  if (isLeafType(named)) return named.name === 'Level' ? 'LOW' : number % 1_000;
  const types = isAbstractType(named) ? schema.getPossibleTypes(named) : [named];
  const chosen = types[(number >>> 8) % Math.max(1, types.length)];
  return chosen ? { __typename: chosen.name, id } : null;
}

function hash(text: string, seed: number): number {
  let value = seed ^ 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01_00_01_93);
  value ^= value >>> 15;
  return Math.imul(value, 0x2c_1b_3c_6d) >>> 0;
}

function pathOf(info: GraphQLResolveInfo): string {
  const parts: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev)
    parts.unshift(typeof at.key === 'number' ? '@' : at.key);
  return parts.join('.');
}
