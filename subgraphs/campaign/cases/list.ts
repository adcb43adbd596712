// A list of cases, a page at a time. Keyset paging: a page begins behind a case, not behind a number of rows, so that
// rows inserted in between move nothing.
import { type Expression, expressionBuilder, type Kysely, type SqlBool } from 'kysely';
import { badUserInput } from '#subgraphs/kit/server/errors.ts';
import type { HubTables } from '../database/tables.ts';
import type { CaseOrder } from '../generated/resolvers.ts';
import { cursorOf, orders, type Position, positionOf, readCursor } from './cursor.ts';
import { type CaseScope, inScope } from './filter.ts';
import { HEAD_COLUMNS, type Head } from './heads.ts';
import { visible } from './visible.ts';

const LARGEST_PAGE = 1_000;

export interface ListArguments {
  readonly orderBy?: CaseOrder | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export interface CasePage {
  readonly heads: readonly Head[];
  readonly hasNext: boolean;
}

/** One asked-for page. Each part costs one statement, and only when it is asked for. */
export interface CaseList {
  page(): Promise<CasePage>;
  totalCount(): Promise<number>;
  /** Whether cases stand before the page, where `after` was given. */
  hasPrevious(): Promise<boolean>;
  cursorOf(head: Head): string;
}

/** @throws GraphQLError BAD_USER_INPUT for a page size out of bounds, or a cursor that is none of this order. */
export function listCases(database: Kysely<HubTables>, scope: CaseScope, asked: ListArguments): CaseList {
  const order = asked.orderBy ?? 'SEIZED_DESC';
  const first = asked.first ?? 50;
  if (first < 1 || first > LARGEST_PAGE) throw badUserInput(`first: expected 1 to ${LARGEST_PAGE}, got ${first}`);
  const after = asked.after == null ? undefined : readCursor(order, asked.after);
  const { columns, direction } = orders[order];
  const listed = () => database.selectFrom('head as h').where(inScope(scope)).where(visible(scope.reader));

  return {
    page: once(async () => {
      const from = after === undefined ? listed() : listed().where(behind(order, after));
      const ordered = columns.reduce((query, column) => query.orderBy(column, direction), from.select(HEAD_COLUMNS));
      const rows = await ordered
        .orderBy('h.id', 'asc')
        .limit(first + 1)
        .execute();
      return { heads: rows.slice(0, first), hasNext: rows.length > first };
    }),
    totalCount: once(async () => {
      const { cases } = await listed()
        .select((h) => h.fn.countAll<number | string>().as('cases'))
        .executeTakeFirstOrThrow();
      return Number(cases);
    }),
    async hasPrevious() {
      if (after === undefined) return false;
      const row = await listed().select('h.id').where(upTo(order, after)).limit(1).executeTakeFirst();
      return row !== undefined;
    },
    cursorOf: (head) => cursorOf(order, positionOf(order, head)),
  };
}

type WithHead = HubTables & { h: HubTables['head'] };

function behind(order: CaseOrder, position: Position): Expression<SqlBool> {
  return beside(order, position, orders[order].direction === 'asc' ? '>' : '<', '>');
}

function upTo(order: CaseOrder, position: Position): Expression<SqlBool> {
  return beside(order, position, orders[order].direction === 'asc' ? '<' : '>', '<=');
}

/**
 * On one side of the position: the first column that differs decides, the id where none does. The first column is
 * bounded by itself too, so that an index is entered at the right place.
 */
function beside(order: CaseOrder, { keys, id }: Position, side: '<' | '>', idSide: '>' | '<='): Expression<SqlBool> {
  const h = expressionBuilder<WithHead, 'h'>();
  const { columns } = orders[order];
  const key = (index: number) => keys[index] ?? '';
  const [first] = columns;
  const deciding = columns.reduceRight<Expression<SqlBool>>(
    (rest, column, index) => h.or([h(column, side, key(index)), h.and([h(column, '=', key(index)), rest])]),
    h('h.id', idSide, id),
  );
  return h.and([h(first, `${side}=`, key(0)), deciding]);
}

/** Nodes, edges and page information of one answer share a page. */
export function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}
