// Puts the release in front of every field of a record, in the schema itself: a resolver cannot forget to ask, and a field
// without a class is refused at start.
import { defaultFieldResolver, type GraphQLObjectType, type GraphQLSchema, isObjectType, Kind } from 'graphql';
import { contract } from '#schema/build/contract.ts';
import { FIELD_CLASSES, type FieldClass } from '#schema/release/classes.ts';
import type { SubgraphContext } from '../server/context.ts';
import type { ClassedField } from './records.ts';

/** Class by coordinate, of what a participant adds to the contract. */
export type NationalClasses = ReadonlyMap<string, FieldClass>;

/**
 * Alters `schema`: a field that is not released to the caller is null, and its resolver is not called.
 * @throws Error where a field of a record has no class.
 */
export function guardRecords(schema: GraphQLSchema, caseType: string, national: NationalClasses): void {
  const apart = apartFromRecords(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !type.name.startsWith('__') && !apart.has(type.name)) guard(type, caseType, national);
  }
}

/** Types that no record is reached through: the roots, the federation's own, and those of the feed. */
function apartFromRecords(schema: GraphQLSchema): Set<string> {
  const feed = contract('feed').definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION ? [node.name.value] : [],
  );
  return new Set([...feed, schema.getQueryType()?.name ?? 'Query', '_Service']);
}

function guard(type: GraphQLObjectType, caseType: string, national: NationalClasses): void {
  for (const field of Object.values(type.getFields())) {
    const classed = classOf(type.name, field.name, caseType, national);
    const { resolve = defaultFieldResolver } = field;
    field.resolve = (source, given, context: SubgraphContext, info) => {
      const { records } = context;
      if (!records.mayRead(classed, source)) return null;
      const value: unknown = resolve(source, given, context, info);
      return value instanceof Promise
        ? value.then((each: unknown) => records.adopt(each, source))
        : records.adopt(value, source);
    };
  }
}

function classOf(type: string, field: string, caseType: string, national: NationalClasses): ClassedField {
  const inContract = `${type === caseType ? 'Case' : type}.${field}`;
  if (Object.hasOwn(FIELD_CLASSES, inContract)) {
    return { coordinate: inContract, fieldClass: FIELD_CLASSES[inContract as keyof typeof FIELD_CLASSES] };
  }
  const coordinate = `${type}.${field}`;
  const fieldClass = national.get(coordinate);
  if (fieldClass === undefined)
    throw new Error(`expected a class for every field of a record, got none for ${coordinate}`);
  return { coordinate, fieldClass };
}
