// Heads of cases by id, each looked up once a request and all of a moment in one statement.
import DataLoader from 'dataloader';
import type { Kysely, Selectable } from 'kysely';
import { inParts, MOST_LISTED } from '../database/insert.ts';
import type { HeadTable, HubTables } from '../database/tables.ts';
import { type Reader, visible } from './visible.ts';

/** What the hub answers of one case; the participant names its type. */
export type Head = Pick<
  Selectable<HeadTable>,
  | 'participant'
  | 'id'
  | 'reference'
  | 'phase'
  | 'kind'
  | 'form'
  | 'seized_in'
  | 'reported_at'
  | 'revision'
  | 'provenance_source'
  | 'provenance_compiled_by'
  | 'provenance_url'
  | 'kilograms'
>;

export const HEAD_COLUMNS = [
  'h.participant',
  'h.id',
  'h.reference',
  'h.phase',
  'h.kind',
  'h.form',
  'h.seized_in',
  'h.reported_at',
  'h.revision',
  'h.provenance_source',
  'h.provenance_compiled_by',
  'h.provenance_url',
  'h.kilograms',
] as const;

export type HeadLoader = DataLoader<string, Head | undefined>;

/** A case that the reader may not know of is found no more than one that is not there. */
export function headLoader(database: Kysely<HubTables>, reader: Reader): HeadLoader {
  return new DataLoader(async (ids) => {
    const found = new Map<string, Head>();
    for (const part of inParts(ids, MOST_LISTED)) {
      const rows = await database
        .selectFrom('head as h')
        .select(HEAD_COLUMNS)
        .where('h.id', 'in', part)
        .where(visible(reader))
        .execute();
      for (const row of rows) found.set(row.id, row);
    }
    return ids.map((id) => found.get(id));
  });
}

export type HeldLoader = DataLoader<string, number>;

/** Cases held of a participant that the reader may know of, by the participant's code. */
export function heldLoader(database: Kysely<HubTables>, reader: Reader): HeldLoader {
  return new DataLoader(async (codes) => {
    const rows = await database
      .selectFrom('head as h')
      .select((h) => ['h.participant', h.fn.countAll<number | string>().as('cases')])
      .where('h.participant', 'in', codes)
      .where(visible(reader))
      .groupBy('h.participant')
      .execute();
    const held = new Map(rows.map(({ participant, cases }) => [participant, Number(cases)]));
    return codes.map((code) => held.get(code) ?? 0);
  });
}
