// What can be wrong with an audit log, and where.

export type FaultKind =
  /** The bytes of the line are not what its hash says. */
  | 'CHANGED'
  /** The line is missing. */
  | 'REMOVED'
  /** The line stands there a second time. */
  | 'DOUBLED'
  /** The line stands further down. */
  | 'REORDERED'
  /** The line, or one after it, was written anew with a new hash. */
  | 'REWRITTEN'
  /** The line is a checkpoint that no known key signed, or that speaks of another place or log. */
  | 'FORGED'
  /** More entries in a row than the checkpoint before them allows, or no checkpoint at the beginning. */
  | 'UNSIGNED'
  /** The file ends before a line that an anchor names, or is empty. */
  | 'CUT'
  /** An anchor or the caller names another log or process. */
  | 'OTHER_LOG'
  /** The last line was begun and not ended: a crash, or a cut in the middle of a line. */
  | 'TORN_TAIL';

export interface AuditFault {
  readonly kind: FaultKind;
  /** The first bad line, counted from 1. */
  readonly line: number;
  /** What was expected and what was got. */
  readonly message: string;
}

/** A log that cannot be gone on with: it was tampered with, or is no log. */
export class AuditBroken extends Error {
  readonly fault: AuditFault;

  constructor(file: string, fault: AuditFault) {
    super(`${file}:${fault.line}: ${fault.kind}: ${fault.message}`);
    this.name = 'AuditBroken';
    this.fault = fault;
  }
}

/** An entry that is not in the trail: what it would have recorded must not be disclosed. */
export class AuditNotWritten extends Error {
  readonly code = 'AUDIT_NOT_WRITTEN';

  constructor(file: string, cause: unknown) {
    super(`${file}: expected to write an audit entry, got ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.name = 'AuditNotWritten';
  }
}
