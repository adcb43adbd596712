// Makes the function that makes the objects of one type at one place. It is generated: a loop over the fields reads and
// writes properties by names that differ each time, which costs V8 several times what a property named in the code does.
// What is written into the code are names of GraphQL, quoted, and nothing else of a client's.
import { type Data, own, ownCode } from '../plan/data.ts';
import type { Flaws } from './flaws.ts';

/** In place of a null that may not be: the object or list around it is null. */
export const SPREADING = Symbol('null spreads');

export type Complete = (value: unknown, flaws: Flaws) => unknown;

export interface Entry {
  readonly key: string;
  /** In the data; undefined for the name of the type, which is known. */
  readonly source: string | undefined;
  readonly complete: Complete;
  /** For a leaf, an expression that is true of `value` where it is right as it stands; see `leafTest`. */
  readonly test: ((value: string) => string) | undefined;
}

/** @returns null where null spread up to the object. */
export type Shape = (data: Data, flaws: Flaws) => Data | null;

/** @returns what makes the shape for a type: types of which the entries are the same share the code. */
export function generateObject(entries: readonly Entry[]): (type: string) => Shape {
  const completes = entries.map(({ key, source, complete }) => (value: unknown, flaws: Flaws) => {
    const before = flaws.count;
    const made = complete(value, flaws);
    if (flaws.count !== before) flaws.below(key, source ?? '__typename', before);
    return made;
  });
  const lines = entries.flatMap(({ source, test }, index) => {
    const completed = `complete${index}(value, flaws)`;
    return [
      `value = ${source === undefined ? 'type' : ownCode('data', source)};`,
      `const made${index} = ${test ? `${test('value')} ? value : ${completed}` : completed};`,
      `if (made${index} === SPREADING) return null;`,
    ];
  });
  const members = entries.map(({ key }, index) => `${member(key)}: made${index}`);
  const names = completes.map((_, index) => `complete${index}`);
  const code = `return (data, flaws) => { let value; ${lines.join('\n')} return { ${members.join(', ')} }; };`;
  // oxlint-disable-next-line typescript/no-implied-eval -- see the head of this file
  const make = new Function('type', 'own', 'SPREADING', ...names, code) as (...parts: unknown[]) => Shape;
  return (type) => make(type, own, SPREADING, ...completes);
}

/** In brackets, so that `__proto__` is a key as any other. */
function member(key: string): string {
  return `[${JSON.stringify(key)}]`;
}
