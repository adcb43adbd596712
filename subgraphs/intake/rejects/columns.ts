// The columns that a rejects file has beside those of the table it came from.
import { folded } from '../cells/text.ts';

export const REJECT_COLUMNS = ['reject_row', 'reject_column', 'reject_value', 'reject_reason'] as const;

export function isRejectColumn(header: string): boolean {
  return (REJECT_COLUMNS as readonly string[]).includes(folded(header));
}
