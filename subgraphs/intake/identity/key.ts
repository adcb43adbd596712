// What makes a row the same incident as before: the mapping's natural key, else the row's content; never its number.
import { createHash } from 'node:crypto';
import { folded } from '../cells/text.ts';
import type { AnyMapping } from '../mapping/return-format.ts';
import type { Reading } from '../record/reading.ts';

export interface Identity {
  /** 16 hex digits; with the participant's code before it, the id of the case. */
  readonly hash: string;
  /** Values of the key, for people; undefined where the content is the key. */
  readonly key: string | undefined;
}

/** A correction of case or blanks in a key column is no new incident. */
export function identityOf(mapping: AnyMapping, reading: Reading): Identity {
  const { name, identity } = mapping;
  const also = identity?.also.filter(({ column, is }) => {
    const text = folded(reading.text(column));
    return is.some((each) => folded(each) === text);
  });
  const aliases = [...(identity?.key ?? []), ...(also ?? []).flatMap(({ key }) => key)];
  const values = aliases.map((alias) => folded(reading.text(alias)));
  if (values.some((value) => value !== '')) return { hash: short([name, 'key', ...values]), key: values.join(' / ') };
  return { hash: short([name, 'content', ...content(mapping, reading)]), key: undefined };
}

/** SHA-256 of the cells that the mapping names, so that neither the order of columns nor columns of rejects matter. */
export function contentHash(mapping: AnyMapping, reading: Reading): string {
  return hex(content(mapping, reading));
}

function content({ columns }: AnyMapping, reading: Reading): string[] {
  return Object.keys(columns)
    .toSorted()
    .flatMap((alias) => [alias, reading.raw(alias)]);
}

function short(parts: readonly string[]): string {
  return hex(parts).slice(0, 16);
}

function hex(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
