// Counts of cases by one key. Most cases first, then by key; months in their order.
import type { StateColumns } from '../database/tables.ts';
import { type Counted, countedCases } from './counted.ts';

export interface KeyCount {
  readonly key: string;
  readonly cases: number;
}

/** A count as it is answered; `of` tells what it is a part of, when asked. Null is suppressed. */
export interface CountOf {
  readonly key: string;
  readonly cases: number | null;
  readonly label: string;
  readonly of: () => Promise<number | null>;
}

type Column = Extract<keyof StateColumns, 'kind' | 'participant' | 'seized_in' | 'mode'>;

/** By a column of the case; a case without a value is under no key. */
export async function countsBy(counted: Counted, column: Column, order: 'most' | 'key' = 'most'): Promise<KeyCount[]> {
  const key = `h.${column}` as const;
  const grouped = countedCases(counted)
    .where(key, 'is not', null)
    .groupBy(key)
    .select((h) => [h.ref(key).$castTo<string>().as('key'), h.fn.countAll<number | string>().as('cases')]);
  const rows = await (order === 'most' ? grouped.orderBy('cases', 'desc') : grouped).orderBy(key).execute();
  return rows.map(plain);
}

/** By a fact that a case may have several of; it counts once for each. */
export async function countsByFact(
  counted: Counted,
  fact: 'drug' | 'taxon' | 'country',
  top: number,
): Promise<KeyCount[]> {
  const name = `f.${fact}` as 'f.drug';
  const rows = await countedCases(counted)
    .innerJoin(`fact_${fact} as f` as 'fact_drug as f', 'f.state', 'h.state')
    .groupBy(name)
    .select((h) => [h.ref(name).as('key'), h.fn.countAll<number | string>().as('cases')])
    .orderBy('cases', 'desc')
    .orderBy(name)
    .limit(top)
    .execute();
  return rows.map(plain);
}

function plain({ key, cases }: { key: string; cases: number | string }): KeyCount {
  return { key, cases: Number(cases) };
}
