// Makes the function that takes the fields of the objects of one place, where there are many of them: a property that is named
// in the code costs V8 a fraction of one whose name differs each time. What is written into the code are names, quoted.
import type { AskedField, Take } from './asked.ts';
import { own, ownCode } from './data.ts';

export function generateTake(fields: readonly AskedField[]): Take {
  const lines = fields.map(({ key, as, below }, index) => {
    const to = JSON.stringify(as);
    const held = `held = ${ownCode('into', as)};`;
    const put = below
      ? `${held} into[${to}] = taker.below(value, fields[${index}].below, held);`
      : `${held} if (held === undefined || held === null${key === '__typename' ? ' || !taker.isObject(held)' : ''}) into[${to}] = value;`;
    return `value = ${ownCode('source', key)}; if (value !== undefined) { ${put} }`;
  });
  const code = `return (source, into, taker) => { let value, held; ${lines.join('\n')} };`;
  // oxlint-disable-next-line typescript/no-implied-eval -- see the head of this file
  const make = new Function('own', 'fields', code) as (...parts: unknown[]) => Take;
  return make(own, fields);
}
