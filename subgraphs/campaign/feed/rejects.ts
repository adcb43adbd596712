// Keeps entries that were not taken, so many of a participant and no more: beyond that they are only counted, so that a
// feed cannot fill the disk.
import { sql, type Transaction } from 'kysely';
import { inParts, MOST_LISTED } from '../database/insert.ts';
import type { HubTables, KnownCaseTable, RejectTable } from '../database/tables.ts';

/** Rejects kept of a participant. */
const MOST_KEPT = 2_000;
/** Bytes of their entries and reasons. */
const MOST_BYTES = 8 * 1024 * 1024;

export interface Dropped {
  readonly dropped: number;
  /** Of these, entries that wait for a phase. */
  readonly waiting: number;
}

export async function keepRejects(
  transaction: Transaction<HubTables>,
  participant: string,
  rejects: readonly RejectTable[],
): Promise<Dropped> {
  if (rejects.length === 0) return { dropped: 0, waiting: 0 };
  const { entries, bytes } = await transaction
    .selectFrom('reject')
    .where('participant', '=', participant)
    .select((reject) => [
      reject.fn.countAll<number | string>().as('entries'),
      sql<number | string | null>`sum(octet_length(entry) + octet_length(reason))`.as('bytes'),
    ])
    .executeTakeFirstOrThrow();
  const before = await heldDigests(transaction, participant, rejects);
  let [rows, size] = [Number(entries), Number(bytes ?? 0)];
  const kept: RejectTable[] = [];
  let waiting = 0;
  for (const reject of rejects) {
    // Delivered again: it takes no more room.
    if (before.has(reject.digest)) {
      kept.push(reject);
      continue;
    }
    const more = Buffer.byteLength(reject.entry) + Buffer.byteLength(reject.reason);
    if (rows < MOST_KEPT && size + more <= MOST_BYTES) {
      kept.push(reject);
      rows += 1;
      size += more;
    } else if (reject.phase !== null) {
      waiting += 1;
    }
  }
  await write(transaction, kept);
  return { dropped: rejects.length - kept.length, waiting };
}

async function heldDigests(
  transaction: Transaction<HubTables>,
  participant: string,
  rejects: readonly RejectTable[],
): Promise<Set<string>> {
  const held = new Set<string>();
  for (const part of inParts(rejects, MOST_LISTED)) {
    const digests = part.map(({ digest }) => digest);
    const rows = await transaction
      .selectFrom('reject')
      .select('digest')
      .where('participant', '=', participant)
      .where('digest', 'in', digests)
      .execute();
    for (const { digest } of rows) held.add(digest);
  }
  return held;
}

async function write(transaction: Transaction<HubTables>, rejects: readonly RejectTable[]): Promise<void> {
  for (const part of inParts(rejects, 1_000)) {
    await transaction
      .insertInto('reject')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['participant', 'digest']).doUpdateSet((row) => ({
          reason: row.ref('excluded.reason'),
          phase: row.ref('excluded.phase'),
          at: row.ref('excluded.at'),
        })),
      )
      .execute();
  }
}

/** A revision that waits for its phase waits no more once a later one was taken. */
export async function dropOutdated(
  transaction: Transaction<HubTables>,
  participant: string,
  known: ReadonlyMap<string, KnownCaseTable>,
): Promise<void> {
  for (const part of inParts([...known.keys()], MOST_LISTED)) {
    const waiting = await transaction
      .selectFrom('reject')
      .select(['digest', 'case_id', 'revision'])
      .where('participant', '=', participant)
      .where('case_id', 'in', part)
      .where('phase', 'is not', null)
      .execute();
    const outdated = waiting.filter(
      ({ case_id, revision }) => (revision ?? 0) <= (known.get(case_id ?? '')?.revision ?? -1),
    );
    if (outdated.length === 0) continue;
    await dropRejects(transaction, participant, outdated);
  }
}

/** Takes rejects out by their digests: what came in after all, or is outdated. */
export async function dropRejects(
  transaction: Transaction<HubTables>,
  participant: string,
  rejects: readonly { readonly digest: string }[],
): Promise<void> {
  await transaction
    .deleteFrom('reject')
    .where('participant', '=', participant)
    .where(
      'digest',
      'in',
      rejects.map(({ digest }) => digest),
    )
    .execute();
}
