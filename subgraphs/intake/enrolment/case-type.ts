// The name of a new participant's case type, from the name of its country.

/**
 * For example `ZimbabweCustomsCase`, `CoteDIvoireCustomsCase`. Letters lose their marks: GraphQL names are ASCII.
 * @param taken names in use; the code is put behind where the name is among them.
 */
export function caseTypeOf(country: string, code: string, taken: ReadonlySet<string>): string {
  const words = country
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const stem = /^[A-Z]/.test(name) ? name : code;
  const first = `${stem}CustomsCase`;
  return taken.has(first) ? `${stem}${code}CustomsCase` : first;
}
