// A type has one definition and one kind, and each field, value and argument one declaration: composition would pick one
// of two, and a rule might look at the other.
import type { Rule } from '../published.ts';
import { refuser } from '../refusal.ts';

export const declaredOnce: Rule = ({ subgraph, types }) => {
  const refuse = refuser('declared-once', subgraph);
  return [...types.values()].flatMap((type) => {
    const refusals = [];
    if (type.kinds.size > 1) refusals.push(refuse(type.name, 'one kind of type', [...type.kinds].join(' and ')));
    const definitions = type.nodes.filter((node) => node.kind.endsWith('Definition')).length;
    if (definitions > 1) refusals.push(refuse(type.name, 'one definition', `${definitions}`));
    const names = [...type.fields, ...type.inputs, ...type.values, ...type.members, ...type.interfaces].map((part) =>
      'name' in part ? part.name.value : '',
    );
    for (const name of repeated(names)) refusals.push(refuse(`${type.name}.${name}`, 'one declaration', 'more'));
    for (const field of type.fields)
      for (const name of repeated((field.arguments ?? []).map((argument) => argument.name.value)))
        refusals.push(refuse(`${type.name}.${field.name.value}(${name}:)`, 'one declaration', 'more'));
    return refusals;
  });
};

function repeated(names: readonly string[]): Set<string> {
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}
