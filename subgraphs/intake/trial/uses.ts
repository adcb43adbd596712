// Where a mapping reads each of its columns: the path of every rule, and the texts that the rule knows.
import { citesTerms } from '#schema/codes/cites.ts';
import { drugs } from '#schema/codes/drugs.ts';
import { precursors } from '#schema/codes/precursors.ts';
import { countriesByName } from '../cells/country-name.ts';
import type { AnyMapping } from '../mapping/return-format.ts';
import type { Choice } from '../mapping/rules.ts';

export interface Use {
  /** For example `seizures.0.amount`. */
  readonly path: string;
  /** Set where the rule turns texts into values. */
  readonly choice?: Extract<Choice<unknown>, { column: string }>;
  /** Set where the rule says which rows name a seizure. */
  readonly rows?: { readonly seizure: readonly string[]; readonly not?: Record<string, string> };
  /** Texts that the rule knows, where it does not take any. */
  readonly known: readonly string[];
}

/** By alias. */
export function usesOf(mapping: AnyMapping): ReadonlyMap<string, readonly Use[]> {
  const aliases = new Set(Object.keys(mapping.columns));
  const found = new Map<string, Use[]>();
  const { columns: _columns, ignored: _ignored, ...rules } = mapping;
  walk(rules, '', (alias, use) => {
    if (!aliases.has(alias)) return;
    const others = found.get(alias);
    if (others === undefined) found.set(alias, [use]);
    else if (!others.some(({ path }) => path === use.path)) others.push(use);
  });
  return found;
}

/** Keys under which a mapping names aliases in lists, or alone beside `column`. */
const LISTS = new Set(['key', 'less', 'filled', 'blank', 'origin', 'transit', 'destination', 'description', 'office']);
const ALONE = new Set(['column', 'year', 'latitude', 'longitude', 'fiscalYear', 'month', 'by', 'cites']);
/** Texts of cells, not rules. */
const DATA = new Set(['values', 'not', 'countries', 'texts', 'is', 'unknown', 'strip', 'seizure', 'formats']);

function walk(node: unknown, path: string, found: (alias: string, use: Use) => void): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (DATA.has(key)) continue;
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string' && ALONE.has(key)) found(value, useAt(node, key, key === 'column' ? path : at));
    else if (Array.isArray(value) && LISTS.has(key))
      for (const alias of value) if (typeof alias === 'string') found(alias, { path: at, known: [] });
    if (key === 'reference' && typeof value === 'string')
      for (const [, alias = ''] of value.matchAll(/\{(\w+)\}/g)) found(alias, { path: at, known: [] });
    walk(value, at, found);
  }
}

function useAt(node: object, key: string, path: string): Use {
  if (key !== 'column') return { path, known: [] };
  if ('seizure' in node && Array.isArray(node.seizure)) {
    const { not } = node as { not?: Record<string, string> };
    const seizure = node.seizure as string[];
    return { path, rows: { seizure, ...(not && { not }) }, known: [...seizure, ...Object.keys(not ?? {})] };
  }
  if (!('exact' in node)) return { path, known: [] };
  const choice = node as Extract<Choice<unknown>, { column: string }>;
  const own = [...Object.keys(choice.values ?? {}), ...Object.keys(choice.not ?? {})];
  return { path, choice, known: [...own, ...listFor(path.split('.').at(-1) ?? '')] };
}

/** The code list that a field is held against, whatever the mapping adds to it. */
function listFor(field: string): readonly string[] {
  if (field === 'drug') return drugs().entries.map(({ name }) => name);
  if (field === 'substance') return precursors().entries.map(({ name }) => name);
  if (field === 'term') return citesTerms().entries.flatMap(({ code, name }) => [name, code]);
  return field === 'country' || field === 'participant' ? [...countriesByName().keys()] : [];
}
