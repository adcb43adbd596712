// Says in one coordinate what holds for every type of an interface: `Case.narrative`, not one for each participant. An
// operation over all of them would else leave 20 KB in the trail.
import { type GraphQLSchema, isInterfaceType } from 'graphql';

/** By schema, then by list: lists come from a cache and are the same object for the same operation and rights. */
const folded = new WeakMap<GraphQLSchema, WeakMap<readonly string[], readonly string[]>>();

/** @returns coordinates that stand for the same fields, sorted. */
export function foldCoordinates(schema: GraphQLSchema, coordinates: readonly string[]): readonly string[] {
  let known = folded.get(schema);
  if (known === undefined) {
    known = new WeakMap();
    folded.set(schema, known);
  }
  let result = known.get(coordinates);
  if (result === undefined) {
    result = fold(schema, coordinates);
    known.set(coordinates, result);
  }
  return result;
}

function fold(schema: GraphQLSchema, coordinates: readonly string[]): readonly string[] {
  const left = new Set(coordinates);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isInterfaceType(type)) continue;
    const objects = schema.getPossibleTypes(type);
    if (objects.length < 2) continue;
    for (const field of Object.keys(type.getFields())) {
      const each = objects.map(({ name }) => `${name}.${field}`);
      if (!each.every((coordinate) => left.has(coordinate))) continue;
      for (const coordinate of each) left.delete(coordinate);
      left.add(`${type.name}.${field}`);
    }
  }
  return [...left].toSorted();
}
