// Of the root type Query only `caseFeed`, exactly as in the contract.
import { canonical } from '../canonical.ts';
import type { Rule } from '../published.ts';
import { refuser } from '../refusal.ts';

export const rootFields: Rule = ({ subgraph, types, ground }) => {
  const query = types.get('Query');
  if (!query) return [];
  const refuse = refuser('root-fields', subgraph);
  const refusals = [];
  if (!query.kinds.has('object')) refusals.push(refuse('Query', 'an object type', [...query.kinds].join(' ')));
  for (const directive of query.directives) refusals.push(refuse('Query', 'no directive', `@${directive.name.value}`));
  for (const each of query.interfaces) refusals.push(refuse('Query', 'no interface', each.name.value));
  const allowed = new Map(ground.rootFields.map((field) => [field.name.value, canonical(field)]));
  for (const field of query.fields) {
    const expected = allowed.get(field.name.value);
    const coordinate = `Query.${field.name.value}`;
    if (expected === undefined)
      refusals.push(refuse(coordinate, `no root field but ${[...allowed.keys()].join(' ')}`, 'another'));
    else if (canonical(field) !== expected) refusals.push(refuse(coordinate, expected, canonical(field)));
  }
  return refusals;
};
