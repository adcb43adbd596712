// Statistical returns: bulk counts by participants, apart from cases and never in a count of cases.
import { type Expression, expressionBuilder, type Kysely, type SqlBool } from 'kysely';
import { type CaseScope, firstMonth, genusBounds, lastMonth } from '../cases/filter.ts';
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
  'r.participant',
  'r.period',
  'r.commodity',
  'r.unit',
  'r.country',
  'r.provenance_source',
  'r.provenance_compiled_by',
  'r.provenance_url',
] as const;

/**
 * Returns of the phases at the cut-off, added by participant, period, commodity and unit; different units are never
 * added. Of a filter, participant, kind, window, drug and taxon can be told of a return; where it asks for anything else,
 * no return is known to meet it.
 */
export async function heldReturns(
  database: Kysely<HubTables>,
  { phases, participants, filter }: CaseScope,
  cutOff: string,
): Promise<HeldReturns[]> {
  const { participant, kind, drug, taxon, seizedFrom, seizedTo, ...untold } = filter;
  const reporting = participant ? participants.filter((code) => participant.includes(code)) : participants;
  if (Object.keys(untold).length > 0 || phases.length === 0 || reporting.length === 0) return [];
  let query = database
    .selectFrom('statistical_return as r')
    .where('r.recorded_from', '<=', cutOff)
    .where('r.recorded_to', '>', cutOff)
    .where('r.phase', 'in', phases)
    .where('r.participant', 'in', reporting);
  if (kind) query = query.where('r.kind', 'in', kind);
  if (drug) query = query.where('r.kind', 'in', ['DRUG', 'PRECURSOR']).where('r.name', 'in', drug);
  if (taxon) query = query.where('r.kind', 'in', ['WILDLIFE', 'TIMBER']).where(isTaxon(taxon));
  if (seizedFrom) query = query.where('r.period_first', '>=', firstMonth(seizedFrom));
  if (seizedTo) query = query.where('r.period_last', '<=', lastMonth(seizedTo));
  const rows = await query
    .groupBy(KEY)
    .select((r) => [
      ...KEY,
      r.fn.sum<number | string | null>('r.events').as('events'),
      r.fn.sum<number | null>('r.quantity').as('quantity'),
      r.fn.sum<number | null>('r.kilograms').as('kilograms'),
      r.fn.countAll<number | string>().as('returns'),
    ])
    .orderBy('r.participant')
    .orderBy('r.period')
    .orderBy('r.commodity')
    .orderBy('r.unit')
    // Databases differ in where they put nulls.
    .orderBy((r) => r.fn.coalesce('r.country', r.val('')))
    .orderBy((r) => r.fn.coalesce('r.provenance_source', r.val('')))
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
  const r = expressionBuilder<{ r: StatisticalReturnTable }, 'r'>();
  const inGenus = genusBounds(taxa).map(([from, below]) => r.and([r('r.name', '>=', from), r('r.name', '<', below)]));
  return r.or([r('r.name', 'in', taxa), ...inGenus]);
}
