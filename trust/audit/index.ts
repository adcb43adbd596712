// The audit trail: append-only, hash-chained JSON lines with signed checkpoints; one file and one writer a process.
export { CHECKPOINT_HEADER, type Checkpoint, readCheckpoint } from './checkpoint.ts';
export { type Claimed, claimedBy, claimsOf } from './claimed.ts';
export { type AuditEntry, auditEntry, type DisclosureEntry, type OperationEntry } from './entry.ts';
export { AuditBroken, type AuditFault, AuditNotWritten, type FaultKind } from './fault.ts';
export type { AuditLog, AuditNotice } from './log.ts';
export { type AuditOptions, openAuditLog } from './open.ts';
export { type ReadBack, type ReadBackOptions, type RecordedEntry, readBack } from './read-back.ts';
export type { TornTail } from './torn.ts';
export { type AuditTrail, openTrail, type TrailNotice, type TrailOptions } from './trail.ts';
export { type AuditVerdict, type VerifyOptions, verifyAudit } from './verify.ts';
