// Reads what a page of entries is weighed against, and writes what it changes. A handful of statements a page.
import type { Transaction } from 'kysely';
import { inParts, insertAll, MOST_LISTED } from '../database/insert.ts';
import type { HubTables, KnownCaseTable } from '../database/tables.ts';
import type { Changes } from './changes.ts';
import { type Dropped, dropOutdated, keepRejects } from './rejects.ts';

export async function knownCases(
  transaction: Transaction<HubTables>,
  participant: string,
  ids: readonly string[],
): Promise<Map<string, KnownCaseTable>> {
  const known = new Map<string, KnownCaseTable>();
  for (const part of inParts(ids, MOST_LISTED)) {
    const rows = await transaction
      .selectFrom('known_case')
      .selectAll()
      .where('participant', '=', participant)
      .where('id', 'in', part)
      .execute();
    for (const row of rows) known.set(row.id, row);
  }
  return known;
}

/** Numbers for up to `most` states; those not used are left out for good. */
export async function reserveStates(transaction: Transaction<HubTables>, most: number): Promise<() => number> {
  const { value } = await transaction
    .updateTable('counter')
    .set((counter) => ({ value: counter('value', '+', most) }))
    .where('name', '=', 'state')
    .returning('value')
    .executeTakeFirstOrThrow();
  let last = Number(value) - most;
  return () => {
    last += 1;
    return last;
  };
}

/** @returns the rejects that were not kept. */
export async function writeChanges(
  transaction: Transaction<HubTables>,
  participant: string,
  at: string,
  changes: Changes,
): Promise<Dropped> {
  for (const part of inParts(changes.closed, MOST_LISTED)) {
    for (const table of ['head_history', 'statistical_return'] as const)
      await transaction.updateTable(table).set({ recorded_to: at }).where('state', 'in', part).execute();
  }
  await insertAll(transaction, 'head_history', [...changes.states.values()]);
  await insertAll(transaction, 'statistical_return', [...changes.returns.values()]);
  await insertAll(transaction, 'fact_drug', changes.facts.fact_drug);
  await insertAll(transaction, 'fact_taxon', changes.facts.fact_taxon);
  await insertAll(transaction, 'fact_transit', changes.facts.fact_transit);
  await insertAll(transaction, 'fact_country', changes.facts.fact_country);
  await insertAll(transaction, 'fact_quantity', changes.facts.fact_quantity);

  const remove = async (table: 'head' | 'known_case' | 'visible_to' | 'staged', ids: Iterable<string>) => {
    for (const part of inParts([...ids], MOST_LISTED)) {
      await transaction.deleteFrom(table).where('participant', '=', participant).where('id', 'in', part).execute();
    }
  };
  await remove('head', changes.heads.keys());
  await insertAll(
    transaction,
    'head',
    [...changes.heads.values()].filter((head) => head !== null),
  );
  await remove('known_case', changes.known.keys());
  await insertAll(transaction, 'known_case', [...changes.known.values()]);
  await remove('visible_to', changes.readers.keys());
  const readers = [...changes.readers].flatMap(([id, listed]) => listed.map((reader) => ({ participant, id, reader })));
  await insertAll(transaction, 'visible_to', readers);
  await insertAll(transaction, 'state_reader', changes.stateReaders);
  await remove('staged', changes.staged.keys());
  const staged = [...changes.staged].flatMap(([id, entry]) => (entry === null ? [] : [{ participant, id, entry }]));
  await insertAll(transaction, 'staged', staged);

  const dropped = await keepRejects(transaction, participant, [...changes.rejects.values()]);
  await dropOutdated(transaction, participant, changes.known);
  return dropped;
}
