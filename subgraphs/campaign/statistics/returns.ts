// Statistical returns: bulk counts by participants, apart from cases and never in a count of cases.
import { type Expression, expressionBuilder, type Kysely, type SqlBool } from 'kysely';
import { type CaseScope, firstMonth, genusBounds, lastMonth } from '../cases/filter.ts';
import { visibleThenAndNow } from '../cases/visible.ts';
import type { HubTables, StatisticalReturnTable } from '../database/tables.ts';
import { amount } from './amount.ts';

type Key =
  | 'participant'
  | 'period'
  | 'commodity'
  | 'unit'
  | 'country'
  | 'provenance_source'
  | 'provenance_compiled_by'
  | 'provenance_url';

export interface HeldReturns extends Pick<StatisticalReturnTable, Key | 'events' | 'quantity' | 'kilograms'> {
  /** How many were added. */
  readonly returns: number;
}

const KEY = [
  'h.participant',
  'h.period',
  'h.commodity',
  'h.unit',
  'h.country',
  'h.provenance_source',
  'h.provenance_compiled_by',
  'h.provenance_url',
] as const;

/**
 * Returns of the phases at the cut-off, added by participant, period, commodity and unit; different units are never
 * added. Of a filter, participant, kind, window, drug and taxon can be told of a return; where it asks for anything else,
 * no return is known to meet it.
 */
export async function heldReturns(
  database: Kysely<HubTables>,
  { phases, participants, filter, reader }: CaseScope,
  cutOff: string,
): Promise<HeldReturns[]> {
  const { participant, kind, drug, taxon, seizedFrom, seizedTo, ...untold } = filter;
  const reporting = participant ? participants.filter((code) => participant.includes(code)) : participants;
  if (Object.keys(untold).length > 0 || phases.length === 0 || reporting.length === 0) return [];
  let query = database
    .selectFrom('statistical_return as h')
    .where('h.recorded_from', '<=', cutOff)
    .where('h.recorded_to', '>', cutOff)
    .where('h.phase', 'in', phases)
    .where('h.participant', 'in', reporting)
    .where(visibleThenAndNow(reader));
  if (kind) query = query.where('h.kind', 'in', kind);
  if (drug) query = query.where('h.kind', 'in', ['DRUG', 'PRECURSOR']).where('h.name', 'in', drug);
  if (taxon) query = query.where('h.kind', 'in', ['WILDLIFE', 'TIMBER']).where(isTaxon(taxon));
  if (seizedFrom) query = query.where('h.period_first', '>=', firstMonth(seizedFrom));
  if (seizedTo) query = query.where('h.period_last', '<=', lastMonth(seizedTo));
  const rows = await query
    .groupBy(KEY)
    .select((h) => [
      ...KEY,
      h.fn.sum<number | string | null>('h.events').as('events'),
      h.fn.sum<number | null>('h.quantity').as('quantity'),
      h.fn.sum<number | null>('h.kilograms').as('kilograms'),
      h.fn.countAll<number | string>().as('returns'),
    ])
    .orderBy('h.participant')
    .orderBy('h.period')
    .orderBy('h.commodity')
    .orderBy('h.unit')
    // Databases differ in where they put nulls.
    .orderBy((h) => h.fn.coalesce('h.country', h.val('')))
    .orderBy((h) => h.fn.coalesce('h.provenance_source', h.val('')))
    .execute();
  return rows.map((row) => ({
    ...row,
    events: row.events === null ? null : Number(row.events),
    quantity: amount(row.quantity),
    kilograms: amount(row.kilograms),
    returns: Number(row.returns),
  }));
}

function isTaxon(taxa: readonly string[]): Expression<SqlBool> {
  const h = expressionBuilder<{ h: StatisticalReturnTable }, 'h'>();
  const inGenus = genusBounds(taxa).map(([from, below]) => h.and([h('h.name', '>=', from), h('h.name', '<', below)]));
  return h.or([h('h.name', 'in', taxa), ...inGenus]);
}
