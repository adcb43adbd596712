// Statistical returns: bulk counts by participants, apart from cases and never in a count of cases.
import type { Kysely, Selectable } from 'kysely';
import { type CaseScope, firstMonth, lastMonth } from '../cases/filter.ts';
import type { HubTables, StatisticalReturnTable } from '../database/tables.ts';

export type HeldReturn = Pick<
  Selectable<StatisticalReturnTable>,
  'participant' | 'commodity' | 'unit' | 'period' | 'events' | 'quantity'
>;

/**
 * Returns of the phases at the cut-off, by participant, period and commodity. Of a filter, participant, window, drug and
 * taxon can be told of a return; where it asks for anything else, no return is known to meet it.
 */
export async function heldReturns(
  database: Kysely<HubTables>,
  { phases, participants, filter }: CaseScope,
  cutOff: string,
): Promise<HeldReturn[]> {
  const { participant, drug, taxon, seizedFrom, seizedTo, ...untold } = filter;
  const reporting = participant ? participants.filter((code) => participant.includes(code)) : participants;
  if (Object.keys(untold).length > 0 || phases.length === 0 || reporting.length === 0) return [];
  let query = database
    .selectFrom('statistical_return as r')
    .select(['r.participant', 'r.commodity', 'r.unit', 'r.period', 'r.events', 'r.quantity'])
    .where('r.recorded_from', '<=', cutOff)
    .where('r.recorded_to', '>', cutOff)
    .where('r.phase', 'in', phases)
    .where('r.participant', 'in', reporting);
  if (drug) query = query.where('r.commodity', 'in', drug);
  if (taxon) query = query.where('r.commodity', 'in', taxon);
  if (seizedFrom) query = query.where('r.period_first', '>=', firstMonth(seizedFrom));
  if (seizedTo) query = query.where('r.period_last', '<=', lastMonth(seizedTo));
  return await query
    .orderBy('r.participant')
    .orderBy('r.period')
    .orderBy('r.commodity')
    .orderBy('r.unit')
    .orderBy('r.id')
    .execute();
}
