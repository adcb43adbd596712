// Filters operations by the caller's rights, after validation and before planning. Make one for each schema: it holds
// the caches, whose keys are those of documents, the operation's name, the decision vector and the conditions. A request
// that hits costs the vector, and reshaping where something was denied.
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
  /**
   * SHA-256 of the printed document, hex: what a plan of it may be kept under. Callers with equal rights have one key.
   * Made when it is first asked for: the gateway's own plans have a key of their normal form.
   */
  planKey(): string;
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
   * Looks at an operation once; cached by key and name.
   * @param key of this very document: what is made of it has its nodes.
   * @throws GraphQLError BAD_REQUEST for an alias that begins with `__`; OPERATION_RESOLUTION_FAILURE.
   */
  prepare(document: DocumentNode, operationName: string | null | undefined, key: string): PreparedOperation;
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
  /** Filtered operations held, and prepared ones. Default 1,000. Those that are long or written out count for several. */
  readonly cacheSize?: number;
  /** Selections of one filtered operation, split by type. Default 20,000. */
  readonly maxSelections?: number;
}

/** Characters of a document, and selections that were written out for one, that count as an operation held. */
const CHARACTERS = 1_000;
const SELECTIONS = 100;
interface Cached {
  readonly rewritten: RewrittenOperation;
  readonly planKey: () => string;
  readonly rights: Rights;
  /** Where nothing is denied: there is one for all values of conditions. */
  readonly whole: FilteredOperation | undefined;
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
  /** Of operations of which something is denied, by the values of conditions. */
  readonly #shaped: BoundedCache<FilteredOperation & { readonly weight: number }>;
  readonly #keys = new WeakMap<PreparedOperation, string>();

  constructor({ schema, requirements, cacheSize = 1_000, maxSelections = 20_000 }: FilterOptions) {
    checkKnown(schema, requirements);
    this.#requirements = requirements;
    this.#sets = new TypeSets(schema, requirements);
    this.#maxSelections = maxSelections;
    this.#prepared = new BoundedCache(cacheSize, ({ document }) => 1 + Math.floor(lengthOf(document) / CHARACTERS));
    this.#filtered = new BoundedCache(cacheSize, ({ rewritten }) => weightOf(rewritten));
    this.#shaped = new BoundedCache(cacheSize, ({ weight }) => weight);
  }

  prepare(document: DocumentNode, operationName: string | null | undefined, key: string): PreparedOperation {
    const own = JSON.stringify([key, operationName ?? '']);
    return this.#prepared.getOrMake(own, () => {
      const prepared = prepareOperation(this.#sets, this.#requirements, document, operationName);
      this.#keys.set(prepared, own);
      return prepared;
    });
  }

  filter(operation: PreparedOperation, variables: Variables, caller: Caller): FilteredOperation {
    const vector = decisionVector(this.#requirements, operation, caller, variables);
    const key = this.#keys.get(operation);
    if (key === undefined) throw new TypeError('expected an operation that this filter prepared, got another');
    const own = `${key}${vector}`;
    const { rewritten, planKey, rights, whole } = this.#filtered.getOrMake(own, () => this.#make(operation, vector));
    if (whole) return whole;
    return this.#shaped.getOrMake(`${own} ${conditionVector(operation.conditions, variables)}`, () => {
      const place: Place = shapeOf(operation, rights, this.#sets, rewritten.touched, variables);
      const errors = denialErrors(place);
      const weight = weightOf(rewritten);
      return { ...filtered(rewritten, planKey, errors, (data) => reshape(data, place)), weight };
    });
  }

  #make(operation: PreparedOperation, vector: string): Cached {
    const rights = new Rights(this.#requirements, operation, this.#sets, vector);
    const rewritten = rewriteOperation(operation, rights, this.#sets, this.#maxSelections);
    let made: string | undefined;
    const planKey = () => {
      made ??= createHash('sha256').update(print(rewritten.document)).digest('hex');
      return made;
    };
    return {
      rewritten,
      planKey,
      rights,
      whole: rewritten.changed ? undefined : filtered(rewritten, planKey, [], unchanged),
    };
  }
}

function filtered(
  { document, denied, disclosed, changed }: RewrittenOperation,
  planKey: () => string,
  errors: readonly GraphQLError[],
  shaped: FilteredOperation['reshape'],
): FilteredOperation {
  return { document, planKey, denied, disclosed, changed, errors, reshape: shaped };
}

function weightOf({ written }: RewrittenOperation): number {
  return 1 + Math.floor(written / SELECTIONS);
}

/** Characters of the text that it was parsed from, all of which its tokens keep alive. */
function lengthOf({ definitions }: DocumentNode): number {
  return definitions[0]?.loc?.source.body.length ?? 0;
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
