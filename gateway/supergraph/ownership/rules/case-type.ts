// The case type itself: an object type that implements Case, with the contract's key and right, and no other.
import { canonicalSet } from '../canonical.ts';
import type { Rule } from '../published.ts';

export const caseType: Rule = ({ subgraph, caseType: name, prefix, types, ground }) => {
  const refuse = (expected: string, got: string) => ({ rule: 'case-type', subgraph, coordinate: name, expected, got });
  const type = types.get(name);
  if (!type) return [refuse('the participant\u2019s case type', 'none')];
  const refusals = [];
  if ([...type.kinds].join() !== 'object') refusals.push(refuse('an object type', [...type.kinds].join(' and ')));
  const directives = canonicalSet(ground.caseType.directives);
  if (canonicalSet(type.directives) !== directives)
    refusals.push(refuse(directives, canonicalSet(type.directives) || 'none'));
  const interfaces = type.interfaces.map((each) => each.name.value);
  if (!interfaces.includes('Case')) refusals.push(refuse('implements Case', interfaces.join(' & ') || 'no interface'));
  for (const each of interfaces)
    if (each !== 'Case' && !each.startsWith(prefix)) refusals.push(refuse(`interfaces Case and ${prefix}…`, each));
  return refusals;
};
