// Reads the log of changes, with the release of each record as it is now.
import type { Kysely } from 'kysely';
import type { ReleaseProfile } from '../record/case-record.ts';
import { readAudience } from './read.ts';
import type { RevisionTable, StoreTables } from './tables.ts';

export type CurrentRelease = Pick<ReleaseProfile, 'tlp' | 'audience'>;

export interface LoggedChange
  extends Pick<RevisionTable, 'change_number' | 'subject' | 'case_id' | 'revision' | 'changed_at' | 'entry'> {
  /** Release of the record now, whatever it was then. Undefined where it is gone. */
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
        .leftJoin('returns', 'returns.id', 'revisions.case_id')
        .select([
          'revisions.change_number',
          'revisions.subject',
          'revisions.case_id',
          'revisions.revision',
          'revisions.changed_at',
          'revisions.entry',
          'cases.tlp',
          'returns.tlp as return_tlp',
          'returns.audience as return_audience',
        ])
        .where('change_number', '>', after)
        .orderBy('change_number')
        .limit(limit)
        .execute();
      const audience = Map.groupBy(
        await readAudience(transaction, [...new Set(rows.map((row) => row.case_id))]),
        (row) => row.case_id,
      );
      const changes = rows.map(({ tlp, return_tlp, return_audience, ...row }): LoggedChange => {
        if (row.subject === 'RETURN')
          return { ...row, release: releaseOf(return_tlp, JSON.parse(return_audience ?? '[]')) };
        const named = audience.get(row.case_id) ?? [];
        return {
          ...row,
          release: releaseOf(
            tlp,
            named.map((each) => each.participant),
          ),
        };
      });
      return { last: last_change, changes };
    });
}

function releaseOf(tlp: CurrentRelease['tlp'] | null, audience: string[]): CurrentRelease | undefined {
  return tlp === null ? undefined : { tlp, audience };
}
