// Removes what a period's new file no longer has. Guarded: a file that is short of many records is more often a wrong file
// than a true one.

import type { CaseStore } from '#subgraphs/kit/store/case-store.ts';
import type { Origin } from '#subgraphs/kit/store/change.ts';
import { ImportUsageError } from '../errors.ts';
import type { Period } from './period.ts';
import type { Present } from './present.ts';

/** Part of the records in the period that may go without being asked for twice. */
export const MOST_REMOVED = 0.1;

export interface ReplaceOptions {
  readonly period: Period;
  readonly mapping: { readonly name: string; readonly record: 'case' | 'return' };
  readonly campaign: string;
  /** Those whose records may go: who reports by this mapping. */
  readonly participants: readonly string[];
  readonly present: Present;
  /** Lets more go than `MOST_REMOVED`. */
  readonly sure: boolean;
  readonly origin: Origin;
  storeOf(participant: string): Promise<Pick<CaseStore, 'imported' | 'remove'>>;
  readonly onProgress: (line: string) => void;
}

/**
 * @returns how many records went.
 * @throws ImportUsageError where more would go than may, or rows of the file could not be told apart; nothing went then.
 */
export async function removeAbsent(options: ReplaceOptions): Promise<number> {
  const { period, mapping, campaign, present, origin } = options;
  const going = new Map<string, string[]>();
  let held = 0;
  for (const participant of options.participants) {
    const store = await options.storeOf(participant);
    const ids = await store.imported({ record: mapping.record, mapping: mapping.name, period, campaign });
    held += ids.length;
    const absent = ids.filter((id) => !present.has(keyOf(id)));
    if (absent.length > 0) going.set(participant, absent);
  }
  const count = [...going.values()].reduce((sum, ids) => sum + ids.length, 0);
  const spoken = `${count} of ${held} records of ${mapping.name} from ${period.first} to ${period.last}`;
  options.onProgress(`${spoken} are not in the file`);
  if (count === 0) return 0;
  if (!options.sure) guard(count, held, spoken, present);
  let removed = 0;
  // A transaction a participant: killed in between, the same command completes it.
  for (const [participant, ids] of going) removed += await (await options.storeOf(participant)).remove(ids, origin);
  return removed;
}

function guard(count: number, held: number, spoken: string, present: Present): void {
  if (present.nameless > 0)
    throw new ImportUsageError(
      `expected to know every row of a file that replaces a period, got ${present.nameless} that cannot be read at all; ${spoken} would go. Nothing was removed: mend the rows, or give --yes`,
    );
  if (count > held * MOST_REMOVED)
    throw new ImportUsageError(
      `expected at most ${MOST_REMOVED * 100} % of a period to go, got ${spoken}. Nothing was removed: look at the file, or give --yes`,
    );
}

/** What identity made of the row (identity/key.ts). */
function keyOf(id: string): string {
  return id.slice(id.indexOf('-') + 1).replace(/^R\./, '');
}
