// Reads the log of changes, with the release of each case as it is now.
import type { Kysely } from 'kysely';
import type { ReleaseProfile } from '../record/case-record.ts';
import { readAudience } from './read.ts';
import type { RevisionTable, StoreTables } from './tables.ts';

export type CurrentRelease = Pick<ReleaseProfile, 'tlp' | 'handling' | 'audience'>;

export interface LoggedChange
  extends Pick<RevisionTable, 'change_number' | 'case_id' | 'revision' | 'changed_at' | 'entry'> {
  /** Release of the case now, whatever it was then. Undefined where the case is gone. */
  readonly release: CurrentRelease | undefined;
}

export interface Changes {
  /** Number of the last change committed; 0 in an empty store. */
  readonly last: number;
  readonly changes: readonly LoggedChange[];
}

export async function readChanges(database: Kysely<StoreTables>, after: number, limit: number): Promise<Changes> {
  // One snapshot: a change of release between the statements would give a case another's audience.
  return await database
    .transaction()
    .setAccessMode('read only')
    .execute(async (transaction) => {
      const { last_change } = await transaction.selectFrom('store').select('last_change').executeTakeFirstOrThrow();
      if (after >= last_change) return { last: last_change, changes: [] };
      const rows = await transaction
        .selectFrom('revisions')
        .leftJoin('cases', 'cases.id', 'revisions.case_id')
        .select([
          'revisions.change_number',
          'revisions.case_id',
          'revisions.revision',
          'revisions.changed_at',
          'revisions.entry',
          'cases.tlp',
          'cases.handling',
        ])
        .where('change_number', '>', after)
        .orderBy('change_number')
        .limit(limit)
        .execute();
      const audience = Map.groupBy(
        await readAudience(transaction, [...new Set(rows.map((row) => row.case_id))]),
        (row) => row.case_id,
      );
      const changes = rows.map(({ tlp, handling, ...row }) => ({
        ...row,
        release:
          tlp === null || handling === null
            ? undefined
            : { tlp, handling, audience: (audience.get(row.case_id) ?? []).map((each) => each.participant) },
      }));
      return { last: last_change, changes };
    });
}
