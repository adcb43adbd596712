// `campaign case show`: a record as its owner keeps it, or its history. Names of persons and the sealed part are shown
// only where they are asked for.
import { stringify } from 'yaml';
import { differences } from '#subgraphs/intake/entry/differences.ts';
import { EntryError } from '#subgraphs/intake/entry/error.ts';
import type { Revision } from '#subgraphs/kit/store/history.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Of the last revision; `nominal` shows classes P1 and P2 as well. */
export function shownRecord(id: string, history: readonly Revision[], nominal: boolean): Fields {
  const last = history.at(-1);
  if (last?.record == null) {
    const got = last === undefined ? 'none' : 'one that is removed; --history shows what happened to it';
    throw new EntryError([`${id}: expected a record in the store, got ${got}`]);
  }
  const record = JSON.parse(last.record) as Fields;
  return { revision: last.revision, ...(nominal ? record : withoutNominal(record)) };
}

/** One entry a revision, oldest first. */
export function shownHistory(id: string, history: readonly Revision[]): Fields[] {
  if (history.length === 0) throw new EntryError([`${id}: expected a record that the store held once, got none`]);
  return history.map(({ revision, changedAt, changedBy, file, digest, row, mapping, deleted, record }, index) => ({
    revision,
    at: changedAt,
    by: changedBy,
    change: changeOf(history[index - 1], deleted),
    ...(file !== null && { file }),
    ...(digest !== null && { digest }),
    ...(row !== null && { row }),
    ...(mapping !== null && { mapping }),
    ...(index > 0 && record !== null && { fields: differences(history[index - 1]?.record ?? null, record) }),
  }));
}

export function asText(value: unknown, json: boolean): string {
  return json ? `${JSON.stringify(value)}\n` : stringify(value, { lineWidth: 0 });
}

function changeOf(before: Revision | undefined, deleted: boolean): string {
  if (deleted) return 'removed';
  return before === undefined ? 'made' : before.deleted ? 'made again' : 'changed';
}

function withoutNominal(record: Fields): Fields {
  const { sealed, suspects, narrative, ...rest } = record;
  const roles = Array.isArray(suspects)
    ? suspects.map((each: Fields) =>
        Object.fromEntries(Object.entries(each).filter(([field]) => field === 'role' || field === 'nationality')),
      )
    : [];
  const left = [
    ...(sealed === undefined ? [] : ['sealed']),
    ...(roles.length === 0 ? [] : ['suspects']),
    ...(isNominal(narrative) ? ['narrative'] : []),
  ];
  return {
    ...rest,
    ...(narrative !== undefined && !isNominal(narrative) && { narrative }),
    ...(roles.length > 0 && { suspects: roles }),
    ...(left.length > 0 && { leftOut: `${left.join(', ')}: --nominal shows classes P1 and P2` }),
  };
}

function isNominal(narrative: unknown): boolean {
  return (narrative as { class?: unknown } | undefined)?.class === 'P1';
}
