// Which of the records that are put differ from what the store holds: only they are written.
import type { Transaction } from 'kysely';
import { meetHands } from './by-hand.ts';
import { canonicalJson, contentHash } from './canonical.ts';
import type { Origin } from './change.ts';
import type { StoreTables } from './tables.ts';

type Puttable = Parameters<typeof canonicalJson>[0];

export interface Differing<Record> {
  readonly record: Record;
  readonly json: string;
  readonly hash: string;
  /** What its file said of it; null for what no import brought. */
  readonly said: string | null;
}

export interface Differences<Record> {
  readonly differing: readonly Differing<Record>[];
  /** Records of an import that stay, wholly, as a person left them. */
  readonly kept: number;
}

/** @param held by id, what the store holds now. */
export async function differences<Record extends Puttable>(
  transaction: Transaction<StoreTables>,
  records: readonly Record[],
  held: ReadonlyMap<string, { readonly hash: string }>,
  { mapping }: Origin,
): Promise<Differences<Record>> {
  const asGiven = records.map((record) => hashed(record, null)).filter((each) => differs(each, held));
  if (mapping === undefined) return { differing: asGiven, kept: 0 };
  const met = await meetHands(
    transaction,
    asGiven.map(({ record }) => record),
  );
  const differing = [...met.values()]
    .flatMap(({ record, said }) => (record === undefined ? [] : [hashed(record, said)]))
    .filter((each) => differs(each, held));
  return { differing, kept: asGiven.length - differing.length };
}

function hashed<Record extends Puttable>(record: Record, said: string | null): Differing<Record> {
  const json = canonicalJson(record);
  return { record, json, hash: contentHash(json), said };
}

function differs({ record, hash }: Differing<Puttable>, held: ReadonlyMap<string, { readonly hash: string }>): boolean {
  return held.get(record.id)?.hash !== hash;
}
