// The cases that a statistic counts: those that the hub held at the cut-off. Every aggregate is one statement over them.
import type { Kysely } from 'kysely';
import { type CaseScope, inScope } from '../cases/filter.ts';
import { visibleThenAndNow } from '../cases/visible.ts';
import type { HubTables } from '../database/tables.ts';

export interface Counted {
  readonly database: Kysely<HubTables>;
  readonly scope: CaseScope;
  /** Hub time, ISO. */
  readonly cutOff: string;
}

/** Rows `h` of the history, one a case. */
export function countedCases({ database, scope, cutOff }: Counted) {
  return database
    .selectFrom('head_history as h')
    .where('h.recorded_from', '<=', cutOff)
    .where('h.recorded_to', '>', cutOff)
    .where(inScope(scope))
    .where(visibleThenAndNow(scope.reader));
}

export async function caseCount(counted: Counted): Promise<number> {
  const { cases } = await countedCases(counted)
    .select((h) => h.fn.countAll<number | string>().as('cases'))
    .executeTakeFirstOrThrow();
  return Number(cases);
}
