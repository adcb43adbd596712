// Entries to append in tests.
import type { OperationEntry } from '#trust/audit/index.ts';

/** An entry that can be told from others by its number. */
export function entry(number: number): OperationEntry {
  return {
    kind: 'operation',
    subject: `person-${number}`,
    agency: 'VN',
    purpose: null,
    caseReference: null,
    operation: number.toString(16).padStart(64, '0'),
    disclosed: ['VietnamCustomsCase.suspects'],
    denied: [],
    contacted: ['campaign', 'vn'],
  };
}
