// One record by hand: made, changed, removed, its release changed. Each is a revision with who did it; of two who change
// the same record at once the second is told.
import { createHash } from 'node:crypto';
import type { CaseStore } from '#subgraphs/kit/store/case-store.ts';
import type { Origin } from '#subgraphs/kit/store/change.ts';
import { checkCase, checkReturn, type PhaseMembers } from './check.ts';
import { EntryError } from './error.ts';

export interface EntryPlace {
  readonly store: Pick<CaseStore, 'participant' | 'history' | 'put' | 'putReturns' | 'remove'>;
  readonly phases: PhaseMembers;
  readonly origin: Origin;
}

export interface Entered {
  readonly id: string;
  /** Revision that the record has now. */
  readonly revision: number;
  /** Whether anything was written: a record that is the same word for word is not. */
  readonly changed: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Fields that say what record this is. */
const FIXED = ['id'] as const;

/**
 * A new case. Without an id it gets one from its reference, so that the same entry twice is told, not stored.
 * @throws EntryError where it does not fit, or is there already.
 */
export async function addCase(place: EntryPlace, given: Fields, now = new Date()): Promise<Entered> {
  const { participant } = place.store;
  const id = given.id ?? `${participant}-${ofReference(given.reference)}`;
  const record = checkCase({ reportedAt: now.toISOString(), ...given, id }, participant, place.phases);
  const before = await latest(place, record.id);
  if (before !== undefined && !before.deleted)
    throw new EntryError([
      `${record.id}: expected a new case, got one that is there already: \`case edit\` changes it`,
    ]);
  await place.store.put([record], place.origin, new Map([[record.id, 0]]));
  return { id: record.id, revision: (before?.revision ?? 0) + 1, changed: true };
}

/**
 * Changes fields of a case or return: a field that is given takes the place of the one before, null takes it out.
 * @throws EntryError where there is no such record, or what comes of it does not fit.
 */
export async function editRecord(place: EntryPlace, id: string, changes: Fields): Promise<Entered> {
  const before = await held(place, id);
  for (const field of FIXED)
    if (field in changes && changes[field] !== id)
      throw new EntryError([`${field}: expected ${id} or nothing, got ${JSON.stringify(changes[field])}`]);
  const merged = Object.fromEntries(
    Object.entries({ ...(JSON.parse(before.record) as Fields), ...withMonth(changes) }).filter(
      ([, value]) => value !== null,
    ),
  );
  return await write(place, before, id, merged);
}

/** @throws EntryError where there is no such record. */
export async function removeRecord(place: EntryPlace, id: string): Promise<Entered> {
  const before = await held(place, id);
  await place.store.remove([id], place.origin, new Map([[id, before.revision]]));
  return { id, revision: before.revision + 1, changed: true };
}

/** Changes parts of the release profile; what is not given stays. */
export async function releaseRecord(place: EntryPlace, id: string, profile: Fields): Promise<Entered> {
  const before = await held(place, id);
  const record = JSON.parse(before.record) as Fields & { release: Fields };
  const release = Object.fromEntries(
    Object.entries({ ...record.release, ...profile }).filter(([, value]) => value !== null),
  );
  return await write(place, before, id, { ...record, release });
}

/** Day and month go together: the month need not be typed beside the day, and a month alone takes the day out. */
function withMonth(changes: Fields): Fields {
  const { seizedOn, seizedIn } = changes;
  if (typeof seizedOn === 'string' && seizedIn === undefined) return { ...changes, seizedIn: seizedOn.slice(0, 7) };
  if (typeof seizedIn === 'string' && seizedOn === undefined) return { ...changes, seizedOn: null };
  return changes;
}

interface Held {
  readonly subject: 'CASE' | 'RETURN';
  readonly revision: number;
  readonly record: string;
}

async function write(place: EntryPlace, before: Held, id: string, record: Fields): Promise<Entered> {
  const { store, phases, origin } = place;
  const expected = new Map([[id, before.revision]]);
  const { updated } =
    before.subject === 'RETURN'
      ? await store.putReturns([checkReturn(record, store.participant, phases)], origin, expected)
      : await store.put([checkCase(record, store.participant, phases)], origin, expected);
  return { id, revision: before.revision + updated, changed: updated > 0 };
}

async function held(place: EntryPlace, id: string): Promise<Held> {
  const last = await latest(place, id);
  if (last?.record == null) {
    const got = last === undefined ? 'none' : 'one that is removed';
    throw new EntryError([`${id}: expected a record of ${place.store.participant}, got ${got}`]);
  }
  return { ...last, record: last.record };
}

async function latest({ store }: EntryPlace, id: string) {
  return (await store.history(id)).at(-1);
}

function ofReference(reference: unknown): string {
  const text = typeof reference === 'string' ? reference.trim() : '';
  return createHash('sha256')
    .update(JSON.stringify(['entry', text]))
    .digest('hex')
    .slice(0, 16);
}
