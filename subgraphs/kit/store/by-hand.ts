// What an import leaves of the changes that people made to its records: a row that says what it said before undoes none of
// them; a correction takes their place, but the release never becomes wider than a person made it.
import type { Transaction } from 'kysely';
import type { ReleaseProfile } from '../record/case-record.ts';
import { strictest } from '../record/strictest.ts';
import { inLookups } from './batch.ts';
import { canonicalJson, contentHash } from './canonical.ts';
import type { RevisionTable, StoreTables } from './tables.ts';

type Importable = Parameters<typeof canonicalJson>[0];
type Lived = Pick<RevisionTable, 'case_id' | 'deleted' | 'record' | 'source_mapping' | 'source_said'>;

/** A record of an import, and what its file said of it. */
export interface Met<Record> {
  /** What is to be held; undefined where a person has removed it and the file says nothing new. */
  readonly record: Record | undefined;
  readonly said: string;
}

/** By id: what is to be held of each record of an import. */
export async function meetHands<Record extends Importable>(
  transaction: Transaction<StoreTables>,
  records: readonly Record[],
): Promise<Map<string, Met<Record>>> {
  const lives = await livesOf(
    transaction,
    records.map(({ id }) => id),
  );
  return new Map(records.map((record) => [record.id, meet(record, lives.get(record.id) ?? [])]));
}

function meet<Record extends Importable>(record: Record, life: readonly Lived[]): Met<Record> {
  const said = sayingOf(record);
  const last = life.at(-1);
  const live = life.findLast((each) => each.record !== null);
  if (last === undefined || live?.record == null) return { record, said };
  const brought = life.findLast((each) => each.source_mapping !== null && each.record !== null);
  const before = brought?.source_said ?? (brought?.record == null ? undefined : sayingOf(parsed(brought.record)));
  const held = parsed(live.record);
  const release = released(record.release, held.release, before);
  // What an import removed comes back, with the file that has it again.
  const gone = last.deleted === 1;
  const news = (gone && last.source_mapping !== null) || bodyOf(before) !== bodyOf(said);
  if (news) return { record: { ...record, release }, said };
  // An id is of one kind of record for good.
  return { record: gone ? undefined : { ...(held as Record), release }, said };
}

/** @param before what the last import said; undefined where none brought the record in. */
function released(declared: ReleaseProfile, held: ReleaseProfile, before: string | undefined): ReleaseProfile {
  const [, declaredBefore] = before?.split('.') ?? [];
  if (declaredBefore === hashOf(held)) return declared;
  return declaredBefore === hashOf(declared) ? held : strictest(held, declared);
}

/** Two digests with a point between: of all but the release, and of the release. */
function sayingOf({ release, ...rest }: Importable): string {
  return `${hashOf(rest)}.${hashOf(release)}`;
}

function bodyOf(saying: string | undefined): string | undefined {
  return saying?.split('.')[0];
}

function hashOf(part: unknown): string {
  return contentHash(canonicalJson(part as Importable)).slice(0, 32);
}

function parsed(record: string): Importable {
  return JSON.parse(record) as Importable;
}

/** Revisions by id, oldest first. */
async function livesOf(transaction: Transaction<StoreTables>, ids: readonly string[]): Promise<Map<string, Lived[]>> {
  const lives = new Map<string, Lived[]>();
  for (const part of inLookups(ids)) {
    const rows = await transaction
      .selectFrom('revisions')
      .select(['case_id', 'deleted', 'record', 'source_mapping', 'source_said'])
      .where('case_id', 'in', part)
      .orderBy('case_id')
      .orderBy('revision')
      .execute();
    for (const [id, life] of Map.groupBy(rows, (row) => row.case_id)) lives.set(id, life);
  }
  return lives;
}
