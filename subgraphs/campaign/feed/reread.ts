// The end of reading a feed anew from its start: what it did not speak of is gone, and where its store began anew with
// lower revisions, its last word stands.
import type { Transaction } from 'kysely';
import type { HubTables } from '../database/tables.ts';
import { Changes, type Reading } from './changes.ts';
import { knownCases, reserveStates, writeChanges } from './write.ts';

export async function endRereading(transaction: Transaction<HubTables>, reading: Reading): Promise<void> {
  const { participant, at } = reading;
  const staged = await transaction.selectFrom('staged').selectAll().where('participant', '=', participant).execute();
  const known = await knownCases(
    transaction,
    participant,
    staged.map(({ id }) => id),
  );
  const nextState = await reserveStates(transaction, staged.length);
  const changes = new Changes({ ...reading, nextState }, known);
  for (const { entry } of staged) changes.force(JSON.parse(entry));
  await writeChanges(transaction, participant, at, changes);
  await sweep(transaction, reading);
}

/** Cases and returns that this reading did not speak of are gone. Their revision is forgotten, so that the store may begin anew. */
async function sweep(transaction: Transaction<HubTables>, { participant, generation, at }: Reading): Promise<void> {
  const unseen = transaction
    .selectFrom('known_case')
    .where('participant', '=', participant)
    .where('generation', '<', generation);
  for (const table of ['head_history', 'statistical_return'] as const) {
    await transaction
      .updateTable(table)
      .set({ recorded_to: at })
      .where('state', 'in', unseen.where('state', 'is not', null).select('state'))
      .execute();
  }
  await transaction
    .deleteFrom('head')
    .where('participant', '=', participant)
    .where('id', 'in', unseen.select('id'))
    .execute();
  await transaction
    .updateTable('known_case')
    .set({ state: null, revision: 0, generation })
    .where('participant', '=', participant)
    .where('generation', '<', generation)
    .execute();
}
