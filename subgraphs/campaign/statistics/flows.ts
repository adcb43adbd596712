// Flows: cases that took the same way, from origin by transit to destination.
import { z } from 'zod';
import type { Flow } from '../generated/resolvers.ts';
import { amount } from './amount.ts';
import { type Counted, countedCases } from './counted.ts';

const via = z.array(z.string());

/** Most cases first, then by the countries. Cases that name neither origin nor destination are in none. */
export async function flowTotals(counted: Counted, top: number): Promise<Flow[]> {
  const rows = await countedCases(counted)
    .where((h) => h.or([h('h.origin', 'is not', null), h('h.destination', 'is not', null)]))
    .groupBy(['h.origin', 'h.destination', 'h.via'])
    .select((h) => [
      'h.origin',
      'h.destination',
      'h.via',
      h.fn.countAll<number | string>().as('cases'),
      h.fn.sum<number | null>('h.kilograms').as('kilograms'),
    ])
    .orderBy('cases', 'desc')
    // Databases differ in where they put nulls.
    .orderBy((h) => h.fn.coalesce('h.origin', h.val('')))
    .orderBy((h) => h.fn.coalesce('h.destination', h.val('')))
    .orderBy('h.via')
    .limit(top)
    .execute();
  return rows.map((row) => ({
    origin: row.origin,
    destination: row.destination,
    via: via.parse(JSON.parse(row.via)),
    cases: Number(row.cases),
    kilograms: amount(row.kilograms),
  }));
}
