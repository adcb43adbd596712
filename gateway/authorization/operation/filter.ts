// Filters operations by the caller's rights, after validation and before planning. Make one for each schema: it holds
// the caches, whose keys are the operation's hash and name, the decision vector and the conditions. A request that hits
// costs the vector, and reshaping where something was denied.
import { createHash } from 'node:crypto';
import { type DocumentNode, type GraphQLError, type GraphQLSchema, isObjectType, print } from 'graphql';
import { BoundedCache } from '../bounded-cache.ts';
import type { Caller } from '../caller.ts';
import type { Variables } from '../requirements/guards.ts';
import { RequirementsError } from '../requirements/requirements-error.ts';
import type { SchemaRequirements } from '../requirements/schema-requirements.ts';
import { conditionVector } from './conditions.ts';
import { denialErrors } from './denials.ts';
import { type PreparedOperation, prepareOperation } from './prepare.ts';
import { reshape } from './reshape.ts';
import { type RewrittenOperation, rewriteOperation } from './rewrite.ts';
import { decisionVector, Rights } from './rights.ts';
import { type Place, shapeOf } from './shape.ts';
import { TypeSets } from './type-sets.ts';

type Data = Readonly<Record<string, unknown>>;

export interface FilteredOperation {
  /** What to plan and execute; the prepared document itself where nothing is denied. Never changed afterwards. */
  readonly document: DocumentNode;
  /** SHA-256 of the printed document, hex: the key of its plan. Callers with equal rights have one key. */
  readonly planKey: string;
  /** Coordinates asked for and denied: "Type.field", or "Type" whose objects are hidden. Sorted. */
  readonly denied: readonly string[];
  /**
   * Coordinates with a requirement that stay in the operation, though a condition may still leave them out; that of an
   * interface where all its types are disclosed. Sorted.
   */
  readonly disclosed: readonly string[];
  /** Errors to add to the answer; the same for every answer to this operation with these rights. */
  readonly errors: readonly GraphQLError[];
  /** Whether `reshape` changes anything. */
  readonly changed: boolean;
  /** Puts the data of the filtered operation into the shape of the original. Does not change what it is given. */
  readonly reshape: (data: Data | null | undefined) => Data | null;
}

export interface OperationFilter {
  /**
   * Looks at an operation once; cached by hash and name.
   * @throws GraphQLError BAD_REQUEST for an alias that begins with `__`; OPERATION_RESOLUTION_FAILURE.
   */
  prepare(document: DocumentNode, operationName: string | null | undefined, hash: string): PreparedOperation;
  /**
   * @param variables coerced, defaults included.
   * @throws GraphQLError OPERATION_TOO_LARGE.
   */
  filter(operation: PreparedOperation, variables: Variables, caller: Caller): FilteredOperation;
}

export interface FilterOptions {
  /** The API schema: what clients see. */
  readonly schema: GraphQLSchema;
  readonly requirements: SchemaRequirements;
  /** Filtered operations held. Default 1,000; as many prepared ones. */
  readonly cacheSize?: number;
  /** Selections of one filtered operation, split by type. Default 20,000. */
  readonly maxSelections?: number;
}

/** Bound plans for different values of `@skip` and `@include` variables, for one decision vector. */
const CONDITIONS_HELD = 64;

interface Cached {
  readonly rewritten: RewrittenOperation;
  readonly planKey: string;
  readonly rights: Rights;
  readonly bound: BoundedCache<FilteredOperation>;
}

export function createFilter(options: FilterOptions): OperationFilter {
  return new CachingFilter(options);
}

class CachingFilter implements OperationFilter {
  readonly #requirements: SchemaRequirements;
  readonly #sets: TypeSets;
  readonly #maxSelections: number;
  readonly #prepared: BoundedCache<PreparedOperation>;
  readonly #filtered: BoundedCache<Cached>;
  readonly #keys = new WeakMap<PreparedOperation, string>();

  constructor({ schema, requirements, cacheSize = 1_000, maxSelections = 20_000 }: FilterOptions) {
    checkKnown(schema, requirements);
    this.#requirements = requirements;
    this.#sets = new TypeSets(schema);
    this.#maxSelections = maxSelections;
    this.#prepared = new BoundedCache(cacheSize);
    this.#filtered = new BoundedCache(cacheSize);
  }

  prepare(document: DocumentNode, operationName: string | null | undefined, hash: string): PreparedOperation {
    const key = JSON.stringify([hash, operationName ?? '']);
    return this.#prepared.getOrMake(key, () => {
      const prepared = prepareOperation(this.#sets, this.#requirements, document, operationName);
      this.#keys.set(prepared, key);
      return prepared;
    });
  }

  filter(operation: PreparedOperation, variables: Variables, caller: Caller): FilteredOperation {
    const vector = decisionVector(this.#requirements, operation, caller, variables);
    const key = this.#keys.get(operation);
    if (key === undefined) throw new TypeError('expected an operation that this filter prepared, got another');
    const cached = this.#filtered.getOrMake(`${key}${vector}`, () => this.#make(operation, vector));
    const { rewritten, planKey, rights, bound } = cached;
    const conditions = rewritten.changed ? conditionVector(operation.conditions, variables) : '';
    return bound.getOrMake(conditions, () => {
      const { document, denied, disclosed, changed } = rewritten;
      if (!changed) return { document, planKey, denied, disclosed, changed, errors: [], reshape: unchanged };
      const place: Place = shapeOf(operation, rights, this.#sets, rewritten.touched, variables);
      const errors = denialErrors(place);
      return { document, planKey, denied, disclosed, changed, errors, reshape: (data) => reshape(data, place) };
    });
  }

  #make(operation: PreparedOperation, vector: string): Cached {
    const rights = new Rights(this.#requirements, operation, this.#sets, vector);
    const rewritten = rewriteOperation(
      operation,
      rights,
      this.#sets,
      (type, field) => this.#requirements.fieldNumbers(type, field).length > 0,
      this.#maxSelections,
    );
    const planKey = createHash('sha256').update(print(rewritten.document)).digest('hex');
    return { rewritten, planKey, rights, bound: new BoundedCache(CONDITIONS_HELD) };
  }
}

/** One operation, without a cache: see `FilteredOperation`. */
export function filterOperation(options: {
  readonly schema: GraphQLSchema;
  readonly requirements: SchemaRequirements;
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  /** Coerced, defaults included. */
  readonly variables?: Variables;
  readonly caller: Caller;
}): FilteredOperation {
  const filter = createFilter({ schema: options.schema, requirements: options.requirements, cacheSize: 1 });
  const operation = filter.prepare(options.document, options.operationName, '');
  return filter.filter(operation, options.variables ?? {}, options.caller);
}

function unchanged(data: Data | null | undefined): Data | null {
  return data ?? null;
}

/** A field of which the requirements were not read would be open to all. */
function checkKnown(schema: GraphQLSchema, requirements: SchemaRequirements): void {
  const unknown = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith('__')) return [];
    return Object.keys(type.getFields())
      .filter((field) => !requirements.knows(type.name, field))
      .map((field) => `${type.name}.${field}: expected it in the SDL that requirements were read from, got none`);
  });
  if (unknown.length > 0) throw new RequirementsError(unknown);
}
