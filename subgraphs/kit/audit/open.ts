// The audit trail of a participant: its own file, so that it has all who read its records, and nobody else's.
import { type AuditTrail, openTrail, type TrailNotice } from '#trust/audit/index.ts';
import type { ServerLogger } from '../server/logger.ts';

/** Where a participant's trail is, and what signs its checkpoints; absolute paths. */
export interface ParticipantAudit {
  readonly file: string;
  readonly key: string;
}

/** Seconds between two checkpoints while entries come: what a cut tail may hide. */
const SECONDS = 10;

const NOTICES: Readonly<Record<TrailNotice['kind'], string>> = {
  NOT_OPEN: 'The audit log cannot be opened: nothing above class N0 is answered until it can',
  TORN_TAIL: 'The last line of the audit log was torn; it was put aside',
  FAILED_WRITE: 'A write to the audit log failed in part; that part was put aside',
  CHECKPOINT_FAILED: 'A checkpoint of the audit log could not be written',
};

/** @throws Error where the key cannot be read. A log that cannot be opened is told, and tried again. */
export async function openParticipantTrail(
  code: string,
  { file, key }: ParticipantAudit,
  logger: ServerLogger,
): Promise<AuditTrail> {
  return openTrail({
    file,
    key,
    process: code,
    checkpoints: { seconds: SECONDS },
    onNotice: (notice) => {
      if ('error' in notice) logger.error({ participant: code, err: notice.error }, NOTICES[notice.kind]);
      else logger.warn({ participant: code, tail: notice.tail }, NOTICES[notice.kind]);
    },
  });
}
