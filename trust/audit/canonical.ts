// One text for one value: JSON with sorted keys and no white space (RFC 8785, for the strings and integers used here).

export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (isPlain(each) ? sorted(each) : each));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  // Without a prototype: a key may be called `__proto__`.
  const result: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).toSorted()) result[key] = value[key];
  return result;
}
