// Data as subgraphs answer it: parsed JSON, merged in place.

export type Data = Record<string, unknown>;

/** Lists right in lists that are looked into. No schema has as many; an answer could have a million, and no stack holds them. */
export const MOST_LISTS = 16;

export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * An own value. What JSON holds is never a function, and all that an object inherits is, but for `__proto__`: no name
 * that is planned is that one. Checked so, since `Object.hasOwn` costs more than the reading.
 */
export function own(data: Data, key: string): unknown {
  const value = data[key];
  return typeof value === 'function' ? undefined : value;
}

/**
 * The same as code, for generated functions, over a variable and with the function `own` in scope. What an object inherits is a
 * function or, for names of two underscores, never planned.
 */
export function ownCode(variable: string, key: string): string {
  const quoted = JSON.stringify(key);
  return key in Object.prototype ? `own(${variable}, ${quoted})` : `${variable}[${quoted}]`;
}
