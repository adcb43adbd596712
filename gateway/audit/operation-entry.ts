// What the trail records of one operation: who, for whom, why, and which restricted coordinates. Never a token, a
// variable, a value, or the operation's text: that may hold values.
import type { OperationEntry } from '#trust/audit/index.ts';
import type { Caller } from '../authentication/caller.ts';

export interface Audited {
  readonly caller: Caller;
  /** SHA-256 of the operation's text, hex. */
  readonly hash: string;
  /** Restricted coordinates in the answer. */
  readonly disclosed: readonly string[];
  /** Restricted coordinates asked for and not in the answer. */
  readonly denied: readonly string[];
  /** Names of the subgraphs that were asked. */
  readonly contacted: Iterable<string>;
}

export function operationEntry({ caller, hash, disclosed, denied, contacted }: Audited): OperationEntry {
  return {
    kind: 'operation',
    subject: caller.subject ?? null,
    agency: caller.agency ?? null,
    purpose: caller.purpose ?? null,
    caseReference: caller.caseReference ?? null,
    operation: hash,
    disclosed: [...disclosed],
    denied: [...denied],
    contacted: [...contacted].toSorted(),
  };
}
