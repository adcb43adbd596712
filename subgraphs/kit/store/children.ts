// Rows that hang on cases: seizures, places and the like. Each comes with the revision of its case that it was read at, in
// one statement, so that a reader who has the head of an earlier revision can tell, and read those of that revision.
import { type Kysely, sql } from 'kysely';
import type { CaseRecord } from '../record/case-record.ts';
import { assessSeizures } from './assess.ts';
import { filled } from './read.ts';
import { addRows, type CaseRows, noRows } from './rows.ts';
import type { StoreTables } from './tables.ts';

export type ChildTable = Exclude<keyof CaseRows, 'cases'>;

/** Columns that put a case's rows in the order of its record. */
const ORDER = {
  seizures: ['position'],
  places: ['role', 'position'],
  conveyance_identifiers: ['position'],
  suspects: ['position'],
  suspect_identifiers: ['suspect', 'position'],
  release_audience: ['participant'],
} as const satisfies Record<ChildTable, readonly string[]>;

/** The rows of one case. */
export interface Children<Table extends ChildTable> {
  readonly id: string;
  /** Revision of the case that they are of. */
  readonly revision: number;
  /** In the order of the record. */
  readonly rows: StoreTables[Table][];
}

/** One statement for any number of cases; ids that the store does not hold are passed over. */
export async function readChildren<Table extends ChildTable>(
  database: Kysely<StoreTables>,
  table: Table,
  ids: readonly string[],
): Promise<Children<Table>[]> {
  if (ids.length === 0) return [];
  const order = ORDER[table].map((column) => sql`child.${sql.ref(column)}`);
  const { rows } = await sql<StoreTables[Table] & { held_id: string; held_revision: number; case_id: string | null }>`
    select cases.id as held_id, cases.revision as held_revision, child.*
    from cases left join ${sql.table(table)} as child on child.case_id = cases.id
    where cases.id in (${sql.join(filled(ids))})
    order by cases.id, ${sql.join(order)}`.execute(database);
  const found = new Map<string, Children<Table>>();
  for (const { held_id: id, held_revision: revision, ...row } of rows) {
    let children = found.get(id);
    if (children === undefined) {
      children = { id, revision, rows: [] };
      found.set(id, children);
    }
    // A case without such rows comes as one of nulls.
    if (row.case_id !== null) children.rows.push(row as unknown as StoreTables[Table]);
  }
  return [...found.values()];
}

/** The rows of an earlier revision, out of the log of changes. None where that revision removed the case. */
export async function readChildrenAt<Table extends ChildTable>(
  database: Kysely<StoreTables>,
  table: Table,
  { id, revision }: { readonly id: string; readonly revision: number },
): Promise<StoreTables[Table][]> {
  const logged = await database
    .selectFrom('revisions')
    .select('record')
    .where('case_id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst();
  if (logged?.record == null) return [];
  const record = JSON.parse(logged.record) as CaseRecord;
  const rows = noRows();
  addRows(rows, record, assessSeizures(record), revision, '');
  return inOrder(table, rows[table] as StoreTables[Table][]);
}

/** As the database sorts them. */
function inOrder<Table extends ChildTable>(table: Table, rows: StoreTables[Table][]): StoreTables[Table][] {
  const key = (row: StoreTables[Table], column: string) => Reflect.get(row, column) as string | number;
  return rows.toSorted((one, other) => {
    const column = ORDER[table].find((each) => key(one, each) !== key(other, each));
    return column === undefined ? 0 : key(one, column) < key(other, column) ? -1 : 1;
  });
}
