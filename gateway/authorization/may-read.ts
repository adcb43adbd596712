// Answers "may I read this?" for the caller's own sake. It names no scope, no label and nobody else's rights.
import { type GraphQLObjectType, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import type { Caller } from './caller.ts';
import { fieldType } from './operation/type-sets.ts';
import { meets, type Requirement } from './requirements/requirement.ts';
import { labelsOf, type SchemaRequirements } from './requirements/schema-requirements.ts';

/** Why not, the first that holds: sign in, hold a further scope, meet a policy; or there is no such coordinate. */
export type DenialReason = 'NOT_AUTHENTICATED' | 'SCOPE' | 'POLICY' | 'UNKNOWN_COORDINATE';

export interface Readability {
  readonly coordinate: string;
  /** Whether the caller may read it on every concrete type. */
  readonly allowed: boolean;
  /** Null where it is allowed. */
  readonly reason: DenialReason | null;
  /** Concrete types on which it is denied, where only some deny; sorted. */
  readonly deniedTypes: readonly string[];
}

/** @param coordinates "Type.field", of objects or interfaces of the API schema. */
export function mayRead(options: {
  readonly schema: GraphQLSchema;
  readonly requirements: SchemaRequirements;
  readonly coordinates: readonly string[];
  readonly caller: Caller;
}): Readability[] {
  return options.coordinates.map((coordinate) => {
    const fields = concreteFields(options.schema, coordinate);
    if (fields.length === 0) {
      return { coordinate, allowed: false, reason: 'UNKNOWN_COORDINATE', deniedTypes: [] };
    }
    const unmet = fields.map(([type, field]) => unmetOf(type, field, options));
    const denied = fields.flatMap(([type], index) => (unmet[index]?.length ? [type.name] : []));
    if (denied.length === 0) return { coordinate, allowed: true, reason: null, deniedTypes: [] };
    return {
      coordinate,
      allowed: false,
      reason: reasonOf(unmet.flat(), options.caller),
      deniedTypes: denied.length < fields.length ? denied.toSorted() : [],
    };
  });
}

/** Labels that `mayRead` depends on for these coordinates, sorted: to be decided before it is called. */
export function labelsToRead(
  schema: GraphQLSchema,
  requirements: SchemaRequirements,
  coordinates: readonly string[],
): string[] {
  const found = coordinates
    .flatMap((coordinate) => concreteFields(schema, coordinate))
    .flatMap(([type, field]) => [
      ...requirements.field(type.name, field),
      ...returnedTypes(schema, type, field).flatMap((each) => requirements.type(each.name)),
    ]);
  return [...new Set(found.flatMap(labelsOf))].toSorted();
}

type Context = Pick<Parameters<typeof mayRead>[0], 'schema' | 'requirements' | 'caller'>;

function unmetOf(type: GraphQLObjectType, field: string, { schema, requirements, caller }: Context): Requirement[] {
  const open = (requirement: Requirement) => !meets(requirement, caller);
  const unmet = requirements.field(type.name, field).filter(open);
  const returned = returnedTypes(schema, type, field).map((each) => requirements.type(each.name).filter(open));
  const hidden = returned.length > 0 && returned.every((each) => each.length > 0);
  return hidden ? [...unmet, ...returned.flat()] : unmet;
}

function reasonOf(unmet: readonly Requirement[], caller: Caller): DenialReason {
  if (!caller.authenticated && unmet.some((each) => each.kind !== 'policy')) return 'NOT_AUTHENTICATED';
  return unmet.some((each) => each.kind === 'scopes') ? 'SCOPE' : 'POLICY';
}

function concreteFields(schema: GraphQLSchema, coordinate: string): [GraphQLObjectType, string][] {
  const [name = '', field = '', ...rest] = coordinate.split('.');
  const type = rest.length === 0 && !name.startsWith('__') ? schema.getType(name) : undefined;
  const objects = isObjectType(type) ? [type] : isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  return objects.flatMap((each): [GraphQLObjectType, string][] =>
    fieldType(each, field) === undefined ? [] : [[each, field]],
  );
}

function returnedTypes(schema: GraphQLSchema, type: GraphQLObjectType, field: string): GraphQLObjectType[] {
  const returned = schema.getType(String(fieldType(type, field)).replaceAll(/[[\]!]/g, ''));
  if (isObjectType(returned)) return [returned];
  return isAbstractType(returned) ? [...schema.getPossibleTypes(returned)] : [];
}
