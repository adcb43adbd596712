// Cursors of a list of cases: order, sort key and id of a case, so that they outlive a restart and rows that come or go.
// Opaque to clients.
import { z } from 'zod';
import { badUserInput } from '#subgraphs/kit/server/errors.ts';
import type { StateColumns } from '../database/tables.ts';
import { NO_KILOGRAMS } from '../database/tables.ts';
import type { CaseOrder } from '../generated/resolvers.ts';

export const orders = {
  SEIZED_ASC: { column: 'h.seized_in', direction: 'asc' },
  SEIZED_DESC: { column: 'h.seized_in', direction: 'desc' },
  REPORTED_DESC: { column: 'h.reported_at', direction: 'desc' },
  KILOGRAMS_DESC: { column: 'h.kilograms_order', direction: 'desc' },
} as const satisfies Record<CaseOrder, { column: string; direction: 'asc' | 'desc' }>;

/** Where a case stands in an order; ties are broken by id, ascending. */
export interface Position {
  readonly key: string | number;
  readonly id: string;
}

const id = z.string().min(1).max(200);
const position = z.union([
  z.tuple([z.enum(['SEIZED_ASC', 'SEIZED_DESC', 'REPORTED_DESC']), z.string().max(40), id]),
  z.tuple([z.literal('KILOGRAMS_DESC'), z.number(), id]),
]);

export function positionOf(
  order: CaseOrder,
  head: Pick<StateColumns, 'id' | 'seized_in' | 'reported_at' | 'kilograms'>,
): Position {
  if (order === 'KILOGRAMS_DESC') return { key: head.kilograms ?? NO_KILOGRAMS, id: head.id };
  return { key: order === 'REPORTED_DESC' ? head.reported_at : head.seized_in, id: head.id };
}

export function cursorOf(order: CaseOrder, { key, id: caseId }: Position): string {
  return Buffer.from(JSON.stringify([order, key, caseId])).toString('base64url');
}

/** @throws GraphQLError BAD_USER_INPUT for what is no cursor, or one of another order. */
export function readCursor(order: CaseOrder, cursor: string): Position {
  const [of, key, caseId] = parse(cursor) ?? [];
  if (of === undefined || key === undefined || caseId === undefined) {
    throw badUserInput(`after: expected a cursor that this list gave, got ${JSON.stringify(cursor.slice(0, 60))}`);
  }
  if (of !== order) throw badUserInput(`after: expected a cursor of a list in the order ${order}, got one of ${of}`);
  return { key, id: caseId };
}

function parse(cursor: string): z.output<typeof position> | undefined {
  if (cursor.length > 1_000) return undefined;
  try {
    return position.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
