// What the planner has put into a representation after it is made: the type by which the subgraph knows the object,
// where that is an interface to others.
import type { FetchDataRewrite } from '@apollo/query-planner';
import type { TypeGraph } from '../../planning/type-graph.ts';
import { type Data, isData, own } from './data.ts';

const ON = '... on ';

export function inputRewrite(rewrite: FetchDataRewrite, types: TypeGraph): (representation: Data) => void {
  if (rewrite.kind !== 'ValueSetter') throw new Error(`expected values to be set only, got ${rewrite.kind}`);
  const parts = rewrite.path.slice(0, -1);
  const last = rewrite.path.at(-1);
  if (last === undefined || last.startsWith(ON)) throw new Error('expected a rewrite to end in a field, got another');
  const apply = (value: unknown, at: number): void => {
    if (Array.isArray(value)) for (const each of value) apply(each, at);
    if (!isData(value)) return;
    const part = parts[at];
    if (part === undefined) value[last] = rewrite.setValueTo;
    else if (!part.startsWith(ON)) apply(own(value, part), at + 1);
    else if (typeof value.__typename !== 'string' || types.isOfType(value.__typename, part.slice(ON.length)))
      apply(value, at + 1);
  };
  return (representation) => apply(representation, 0);
}
