// The rights of one schema in use: what its fields require, its filter, and the labels that policies decide. One request
// of one caller comes in here, and nothing of another's goes out.
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Caller } from './caller.ts';
import { labelsToRead, mayRead, type Readability } from './may-read.ts';
import { createFilter, type FilteredOperation, type OperationFilter } from './operation/filter.ts';
import { decideLabels } from './policies/decide.ts';
import type { Policies } from './policies/load.ts';
import type { Variables } from './requirements/guards.ts';
import type { SchemaRequirements } from './requirements/schema-requirements.ts';

/** Who asks, as authentication tells. */
export interface Requester {
  /** Undefined for an anonymous caller. */
  readonly subject: string | undefined;
  readonly agency: string | undefined;
  /** In effect. */
  readonly scopes: readonly string[];
  readonly purpose: string | undefined;
  readonly caseReference: string | undefined;
}

export interface SchemaRightsOptions {
  /** The API schema: what clients see. */
  readonly schema: GraphQLSchema;
  readonly requirements: SchemaRequirements;
  /** Those in use now. Undefined where none are configured: then no label is allowed to anyone. */
  readonly policies: () => Policies | undefined;
  /** Called for each label that was denied since the engine failed. */
  readonly onFailure?: (failure: { readonly label: string; readonly message: string }) => void;
}

export interface AskedOperation {
  /** Validated. Never changed. */
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  /** Names this very document: what is found out about it is kept under it. */
  readonly key: string;
  /** Coerced, defaults included. */
  readonly variables: Variables;
}

export interface SchemaRights {
  /** Every label of `@policy` in the schema, sorted. */
  readonly labels: readonly string[];
  /** @throws GraphQLError with code and HTTP status, for what the client has to put right. */
  filter(operation: AskedOperation, requester: Requester): FilteredOperation;
  /** The operation where nothing is denied. @throws GraphQLError as `filter`. */
  whole(operation: AskedOperation): DocumentNode;
  /** What is left of it for somebody with every scope, to whom no policy allows anything. */
  unruled(operation: AskedOperation): FilteredOperation;
  /** What is left of the operation for somebody without any right: nothing restricted, whatever policies say. */
  open(operation: AskedOperation): FilteredOperation;
  /** Which of these coordinates the requester may read. */
  mayRead(coordinates: readonly string[], requester: Requester): Readability[];
}

/** Meets no requirement at all. */
const NOBODY: Caller = { authenticated: false, scopes: new Set(), labels: new Set() };

/** @throws RequirementsError where `schema` has a field of which no requirements were read. */
export function schemaRights({ schema, requirements, policies, onFailure }: SchemaRightsOptions): SchemaRights {
  const filter: OperationFilter = createFilter({ schema, requirements });
  const callerOf = (requester: Requester, labels: readonly string[]) => ({
    authenticated: requester.subject !== undefined,
    scopes: new Set(requester.scopes),
    labels: allowedLabels(labels, requester),
  });
  const allowedLabels = (labels: readonly string[], requester: Requester): ReadonlySet<string> => {
    const inUse = policies();
    if (!inUse || labels.length === 0) return new Set();
    const { subject = '', agency = '', purpose, caseReference } = requester;
    const scopes = new Set(requester.scopes);
    const { allowed, failures } = decideLabels(inUse, labels, { subject, agency, scopes, purpose, caseReference });
    for (const failure of failures) onFailure?.(failure);
    return allowed;
  };
  return {
    labels: requirements.labels,
    filter({ document, operationName, key, variables }, requester) {
      const prepared = filter.prepare(document, operationName, key);
      return filter.filter(prepared, variables, callerOf(requester, prepared.labels));
    },
    whole: ({ document, operationName, key }) => filter.prepare(document, operationName, key).document,
    unruled({ document, operationName, key, variables }) {
      const prepared = filter.prepare(document, operationName, key);
      const asked = prepared.numbers.map((number) => requirements.requirement(number));
      const scopes = new Set(asked.flatMap((each) => (each.kind === 'scopes' ? each.anyOf.flat() : [])));
      return filter.filter(prepared, variables, { authenticated: true, scopes, labels: new Set() });
    },
    open({ document, operationName, key, variables }) {
      return filter.filter(filter.prepare(document, operationName, key), variables, NOBODY);
    },
    mayRead(coordinates, requester) {
      const caller = callerOf(requester, labelsToRead(schema, requirements, coordinates));
      return mayRead({ schema, requirements, coordinates, caller });
    },
  };
}
