// Brings a database to the newest of its migrations. Two processes may do so at once: one waits for the other.
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';

export type { Migration } from 'kysely/migration';

/**
 * @param migrations by name; they run in the order of their names (`001-…`, `002-…`), all in one transaction.
 * @throws the error of the migration that failed; nothing of the run is kept then.
 */
export async function migrate<DB>(
  database: Kysely<DB>,
  migrations: Readonly<Record<string, Migration>>,
): Promise<void> {
  const migrator = new Migrator({
    // The migrator speaks of its own tables only.
    db: database as Kysely<unknown>,
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((each) => each.status === 'Error')?.migrationName;
  const reason = error instanceof Error ? error.message : JSON.stringify(error);
  throw new Error(`expected migration ${failed ?? 'tables'} to run, got ${reason}`, { cause: error });
}
