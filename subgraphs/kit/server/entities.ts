// Bounds `_entities`, the field by which a gateway asks a subgraph: how many at once, and of types that it has only. The
// library answers any other type with an internal error, in words of the caller's.
import { defaultFieldResolver, type GraphQLSchema, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { badUserInput } from './errors.ts';

/** A gateway asks for what stands on a page. */
const MOST = 5_000;

/** Alters `schema`: a representation of a type that is none of its entities is answered with null, in its place. */
export function boundEntities(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()._entities;
  const union = schema.getType('_Entity');
  if (field === undefined || !isUnionType(union)) return;
  const members = new Set(union.getTypes().map(({ name }) => name));
  const { resolve = defaultFieldResolver } = field;
  field.resolve = async (source, given, context, info) => {
    const representations: unknown = given.representations;
    if (!Array.isArray(representations)) throw badUserInput('representations: expected a list, got none');
    if (representations.length > MOST) {
      throw badUserInput(`representations: expected at most ${MOST}, got ${representations.length}`);
    }
    const known = representations.map((each) => isEntity(each));
    const asked = representations.filter((_, index) => known[index]);
    const found: unknown = await resolve(source, { ...given, representations: asked }, context, info);
    const rest = Array.isArray(found) ? [...found] : [];
    return known.map((is): unknown => (is ? rest.shift() : null));
  };

  function isEntity(representation: unknown): boolean {
    const name: unknown = (Object(representation) as { __typename?: unknown }).__typename;
    if (typeof name !== 'string') return false;
    const type = schema.getType(name);
    if (isObjectType(type)) return members.has(name);
    return (
      isInterfaceType(type) && schema.getPossibleTypes(type).some((each) => members.has(each.name)) && refers(type)
    );
  }
}

/** Whether it is resolved by a reference; without that, what the caller says would be believed. */
function refers({ extensions }: { extensions: Readonly<Record<string, unknown>> }): boolean {
  const { subgraph } = Object(extensions.apollo) as { subgraph?: { resolveReference?: unknown } };
  return typeof subgraph?.resolveReference === 'function';
}
