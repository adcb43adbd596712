// One text for one value: JSON with sorted keys and no white space (RFC 8785, for the strings and integers used here).

export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  // As JSON has it: what is no value is null in a list, and left out of an object.
  if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each) ?? 'null').join(',')}]`;
  const members = Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, each]) => (each === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(each)}`]));
  return `{${members.join(',')}}`;
}
