// Checks a CaseFilter and turns it into SQL over `h`, a row of `head` or of `head_history`.
//
// A case whose source gives a year alone may have happened in any of its months: it is inside a window that holds the
// whole year, and in no other. So two windows side by side never count a case twice.
import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import { badUserInput } from '#subgraphs/kit/server/errors.ts';
import type { HubTables, StateColumns } from '../database/tables.ts';
import type { CaseFilter } from '../generated/resolvers.ts';
import type { ListedNames } from './listed-names.ts';
import type { Reader } from './visible.ts';

/** Most values taken for one field. */
const MOST_VALUES = 1_000;

/** Which cases: those of these phases, by these participants, that meet the filter. */
export interface CaseScope {
  readonly phases: readonly string[];
  /** Those on the roster that report cases: a case of any other has no type to be shown as. */
  readonly participants: readonly string[];
  readonly filter: CheckedFilter;
  /** Who asks: what this reader may not know of is in no list and no count. */
  readonly reader: Reader;
}

export type CheckedFilter = { readonly [Field in keyof CaseFilter]?: NonNullable<CaseFilter[Field]> };

/** Tables with `h` among them. */
export type WithState = HubTables & { h: StateColumns };

/**
 * Drops what is null.
 * @param names of this request.
 * @throws GraphQLError BAD_USER_INPUT for a list that is empty or too long, or a name that is on no code list.
 */
export function checkFilter(filter: CaseFilter | null | undefined, names: ListedNames): CheckedFilter {
  const checked: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(filter ?? {})) {
    if (value === null || value === undefined) continue;
    if (Array.isArray(value) && (value.length === 0 || value.length > MOST_VALUES)) {
      throw badUserInput(
        `filter.${field}: expected 1 to ${MOST_VALUES} values, got ${value.length}; leave the field out for any value`,
      );
    }
    // Names on code lists.
    const own = field === 'drug' || field === 'taxon' ? (value as string[]).map(names[field]) : undefined;
    checked[field] = own === undefined ? value : [...new Set(own)];
  }
  return checked;
}

/** First month of a YearMonth. */
export function firstMonth(value: string): string {
  return value.length === 4 ? `${value}-01` : value;
}

/** Last month of a YearMonth. */
export function lastMonth(value: string): string {
  return value.length === 4 ? `${value}-12` : value;
}

/** Condition on `h`. */
export function inScope({ phases, participants, filter }: CaseScope): Expression<SqlBool> {
  const h = expressionBuilder<WithState, 'h'>();
  const named = filter.participant;
  const reporting = named === undefined ? participants : participants.filter((code) => named.includes(code));
  if (phases.length === 0 || reporting.length === 0) return h.lit(false);

  const all: Expression<SqlBool>[] = [h('h.phase', 'in', phases), h('h.participant', 'in', reporting)];
  if (filter.kind) all.push(h('h.kind', 'in', filter.kind));
  if (filter.mode) all.push(h('h.mode', 'in', filter.mode));
  if (filter.origin) all.push(h('h.origin', 'in', filter.origin));
  if (filter.destination) all.push(h('h.destination', 'in', filter.destination));
  if (filter.seizedFrom) all.push(h('h.seized_first', '>=', firstMonth(filter.seizedFrom)));
  if (filter.seizedTo) all.push(h('h.seized_last', '<=', lastMonth(filter.seizedTo)));
  if (filter.drug) {
    const drugs = h.selectFrom('fact_drug as f').whereRef('f.state', '=', 'h.state').select('f.state');
    all.push(h.exists(drugs.where('f.drug', 'in', filter.drug)));
  }
  if (filter.taxon) {
    const taxa = h.selectFrom('fact_taxon as f').whereRef('f.state', '=', 'h.state').select('f.state');
    all.push(h.exists(taxa.where(isTaxon(filter.taxon))));
  }
  if (filter.transit) {
    const transit = h.selectFrom('fact_transit as f').whereRef('f.state', '=', 'h.state').select('f.state');
    all.push(h.exists(transit.where('f.country', 'in', filter.transit)));
  }
  return h.and(all);
}

function isTaxon(taxa: readonly string[]): Expression<SqlBool> {
  const f = expressionBuilder<HubTables & { f: HubTables['fact_taxon'] }, 'f'>();
  const inGenus = genusBounds(taxa).map(([from, below]) => f.and([f('f.taxon', '>=', from), f('f.taxon', '<', below)]));
  return f.or([f('f.taxon', 'in', taxa), ...inGenus]);
}

/**
 * A genus alone stands for all that begins with it and a space: from the first text, below the second. Compared by range,
 * for LIKE differs between databases.
 */
export function genusBounds(taxa: readonly string[]): (readonly [from: string, below: string])[] {
  return taxa.filter((taxon) => !taxon.includes(' ')).map((genus) => [`${genus} `, `${genus}!`]);
}
