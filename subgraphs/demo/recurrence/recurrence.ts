// Makes identifiers recur: the same container, vessel or phone in two to four cases of different participants, which is
// what matching is to find.
import type { CaseRecordInput, Identifier } from '../../kit/record/case-record.ts';
import { type Random, random } from '../random/random.ts';

const KINDS = ['CONTAINER', 'VESSEL_IMO', 'PHONE'] as const;
/** Groups of each kind in a phase, where it has cases enough. */
const GROUPS = 5;

/** The records of one phase, in which some identifiers now recur. A record is in at most one group of a kind. */
export function withRecurrence(records: readonly CaseRecordInput[], phase: string): CaseRecordInput[] {
  const chance = random(`${phase}/recurrence`);
  return KINDS.reduce<CaseRecordInput[]>((done, kind) => recur(done, kind, chance), [...records]);
}

function recur(records: CaseRecordInput[], kind: Identifier['kind'], chance: Random): CaseRecordInput[] {
  const holders = records.filter((record) => identifiersOf(record).some((each) => each.kind === kind));
  const left = chance.sample(holders, holders.length);
  const valueByRecord = new Map<string, string>();
  for (let group = 0; group < GROUPS; group++) {
    const taken = takeGroup(left, chance.integer(2, 4));
    const [first] = taken;
    const value = first && identifiersOf(first).find((each) => each.kind === kind)?.value;
    if (value === undefined || taken.length < 2) break;
    for (const record of taken) valueByRecord.set(record.id, value);
  }
  return records.map((record) => {
    const value = valueByRecord.get(record.id);
    return value === undefined ? record : replaced(record, kind, value);
  });
}

/** Takes up to `size` records of different participants off `left`. */
function takeGroup(left: CaseRecordInput[], size: number): CaseRecordInput[] {
  const taken: CaseRecordInput[] = [];
  const owners = new Set<string>();
  for (let index = 0; index < left.length && taken.length < size; ) {
    const [record] = left.slice(index, index + 1);
    const owner = record?.id.split('-')[0] ?? '';
    if (record === undefined || owners.has(owner)) {
      index++;
      continue;
    }
    owners.add(owner);
    taken.push(record);
    left.splice(index, 1);
  }
  return taken;
}

function identifiersOf(record: CaseRecordInput): Identifier[] {
  return [
    ...(record.conveyance?.identifiers ?? []),
    ...(record.suspects ?? []).flatMap((suspect) => suspect.identifiers ?? []),
  ];
}

/** The record with its first identifier of this kind set to `value`. */
function replaced(record: CaseRecordInput, kind: Identifier['kind'], value: string): CaseRecordInput {
  let done = false;
  const once = (each: Identifier): Identifier => {
    if (done || each.kind !== kind) return each;
    done = true;
    return { kind, value };
  };
  const { conveyance, suspects } = record;
  return {
    ...record,
    ...(conveyance?.identifiers === undefined
      ? {}
      : { conveyance: { ...conveyance, identifiers: conveyance.identifiers.map(once) } }),
    ...(suspects === undefined
      ? {}
      : {
          suspects: suspects.map((suspect) =>
            suspect.identifiers === undefined ? suspect : { ...suspect, identifiers: suspect.identifiers.map(once) },
          ),
        }),
  };
}
