// Totals of what was seized, by commodity and unit: different units are never added.
import type { QuantityTotal } from '../generated/resolvers.ts';
import { amount } from './amount.ts';
import { type Counted, countedCases } from './counted.ts';

/** By commodity, then unit. A commodity of which no amount is reported in a unit has no total in it. */
export async function quantityTotals(counted: Counted): Promise<QuantityTotal[]> {
  const rows = await countedCases(counted)
    .innerJoin('fact_quantity as q', 'q.state', 'h.state')
    .where('q.value', 'is not', null)
    .groupBy(['q.commodity', 'q.unit'])
    .select((h) => [
      'q.commodity',
      'q.unit',
      h.fn.sum<number>('q.value').as('total'),
      h.fn.sum<number | null>('q.kilograms').as('kilograms'),
    ])
    .orderBy('q.commodity')
    .orderBy('q.unit')
    .execute();
  return rows.map(({ commodity, unit, total, kilograms }) => ({
    commodity,
    unit,
    total: amount(total),
    kilograms: amount(kilograms),
  }));
}
