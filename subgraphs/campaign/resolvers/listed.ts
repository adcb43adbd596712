// Bounds what one request lists: lists within lists multiply, whatever their pages.
import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
} from 'graphql';
import type { HubContext } from '../context.ts';

/** Counts the objects of every list of `schema`, which it alters. */
export function countListed(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (listsObjects(field)) count(field, type.name === 'CaseConnection');
    }
  }
}

function listsObjects({ type }: GraphQLField<unknown, HubContext>): boolean {
  const list = getNullableType(type);
  return isListType(list) && isCompositeType(getNullableType(list.ofType));
}

function count(field: GraphQLField<unknown, HubContext>, heads: boolean): void {
  const { resolve = defaultFieldResolver } = field;
  field.resolve = (source, given, context, info) => {
    // Before a statement is run for nobody, or for a request that is over its bounds already.
    context.listed(0, heads);
    const value: unknown = resolve(source, given, context, info);
    return value instanceof Promise ? value.then(counted) : counted(value);

    function counted(list: unknown): unknown {
      if (Array.isArray(list)) context.listed(list.length, heads);
      return list;
    }
  };
}
