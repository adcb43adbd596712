// Cursors of a list of cases: order, sort keys and id of a case, so that they outlive a restart and rows that come or go.
// Opaque to clients.
import { z } from 'zod';
import { badUserInput } from '#subgraphs/kit/server/errors.ts';
import type { StateColumns } from '../database/tables.ts';
import { NO_KILOGRAMS } from '../database/tables.ts';
import type { CaseOrder } from '../generated/resolvers.ts';

/** Columns of each order, the first first. Within a month the case reported last comes first, so that a page is of all. */
export const orders = {
  SEIZED_ASC: { columns: ['h.seized_in', 'h.reported_at'], direction: 'asc' },
  SEIZED_DESC: { columns: ['h.seized_in', 'h.reported_at'], direction: 'desc' },
  REPORTED_DESC: { columns: ['h.reported_at'], direction: 'desc' },
  KILOGRAMS_DESC: { columns: ['h.kilograms_order'], direction: 'desc' },
} as const satisfies Record<CaseOrder, { columns: readonly string[]; direction: 'asc' | 'desc' }>;

/** Where a case stands in an order: a key for each column; ties are broken by id, ascending. */
export interface Position {
  readonly keys: readonly (string | number)[];
  readonly id: string;
}

const id = z.string().min(1).max(200);
const text = z.string().max(40);
const position = z.union([
  z.tuple([z.enum(['SEIZED_ASC', 'SEIZED_DESC']), z.tuple([text, text]), id]),
  z.tuple([z.literal('REPORTED_DESC'), z.tuple([text]), id]),
  z.tuple([z.literal('KILOGRAMS_DESC'), z.tuple([z.number()]), id]),
]);

export function positionOf(
  order: CaseOrder,
  head: Pick<StateColumns, 'id' | 'seized_in' | 'reported_at' | 'kilograms'>,
): Position {
  const keys = {
    'h.seized_in': head.seized_in,
    'h.reported_at': head.reported_at,
    'h.kilograms_order': head.kilograms ?? NO_KILOGRAMS,
  };
  return { keys: orders[order].columns.map((column) => keys[column]), id: head.id };
}

export function cursorOf(order: CaseOrder, { keys, id: caseId }: Position): string {
  return Buffer.from(JSON.stringify([order, keys, caseId])).toString('base64url');
}

/** @throws GraphQLError BAD_USER_INPUT for what is no cursor, or one of another order. */
export function readCursor(order: CaseOrder, cursor: string): Position {
  const [of, keys, caseId] = parse(cursor) ?? [];
  if (of === undefined || keys === undefined || caseId === undefined) {
    throw badUserInput(`after: expected a cursor that this list gave, got ${JSON.stringify(cursor.slice(0, 60))}`);
  }
  if (of !== order) throw badUserInput(`after: expected a cursor of a list in the order ${order}, got one of ${of}`);
  return { keys, id: caseId };
}

function parse(cursor: string): z.output<typeof position> | undefined {
  if (cursor.length > 1_000) return undefined;
  try {
    return position.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
