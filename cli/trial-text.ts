// The outcome of a dry run as text for people.
import type { TrialResult } from '#subgraphs/intake/trial/trial.ts';
import { printable } from './printable.ts';

export function trialText({ read, accepted, rejected, participants, columns, rejects }: TrialResult): string {
  const lines = [`${read} rows read: ${accepted} would come in, ${rejected} would be rejected. Nothing was written.`];
  const owners = Object.entries(participants).map(([code, rows]) => `${code} ${rows}`);
  if (owners.length > 0) lines.push(`participants: ${owners.join(', ')}`);
  lines.push('', 'COLUMNS');
  for (const { column, rules, filled, blank, different, values } of columns) {
    const kinds = different === undefined ? 'more different values than are counted' : `${different} different`;
    lines.push(`${column === '' ? '(no header)' : column}: ${filled} filled, ${blank} blank, ${kinds}`);
    lines.push(`    ${rules.length === 0 ? 'ignored' : `read by ${rules.join(', ')}`}`);
    for (const { value, rows, becomes, nearest } of values) {
      const near = nearest === undefined ? '' : ` (nearest known: ${nearest})`;
      lines.push(`    ${rows} × ${value}${becomes === undefined ? '' : ` → ${becomes}`}${near}`);
    }
    const more = (different ?? 0) - values.length;
    if (more > 0) lines.push(`    and ${more} more`);
  }
  if (rejects.length > 0) lines.push('', 'REJECTED');
  for (const { column, reason, rows, examples } of rejects) {
    lines.push(`${rows} × ${column}: ${reason}`);
    for (const { row, value, nearest } of examples)
      lines.push(`    row ${row}: ${value}${nearest === undefined ? '' : ` (nearest known: ${nearest})`}`);
  }
  return `${lines.map(printable).join('\n')}\n`;
}
