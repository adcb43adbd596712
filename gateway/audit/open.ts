// The gateway's audit trail: one entry an operation, durable before its answer leaves. Its checkpoints go to the hub.
import { type AuditTrail, openTrail, type TrailNotice } from '#trust/audit/index.ts';
import type { AuditConfig } from '../config/read.ts';
import type { GatewayLogger } from '../operations/logger.ts';

/** Seconds between two checkpoints while entries come: what a cut tail may hide. */
const SECONDS = 10;

const NOTICES: Readonly<Record<TrailNotice['kind'], string>> = {
  NOT_OPEN: 'The audit log cannot be opened: restricted fields are denied until it can',
  TORN_TAIL: 'The last line of the audit log was torn; it was put aside',
  FAILED_WRITE: 'A write to the audit log failed in part; that part was put aside',
  CHECKPOINT_FAILED: 'A checkpoint of the audit log could not be written or handed over',
};

/** @throws Error where the key cannot be read. A log that cannot be opened is told, and tried again. */
export async function openGatewayTrail(
  { file, key, process }: AuditConfig,
  logger: GatewayLogger,
  onCheckpoint: (checkpoint: string) => void,
): Promise<AuditTrail> {
  return openTrail({
    file,
    key,
    process,
    checkpoints: { seconds: SECONDS },
    onCheckpoint,
    onNotice: (notice) => {
      if ('error' in notice) logger.error({ err: notice.error }, NOTICES[notice.kind]);
      else logger.warn({ tail: notice.tail }, NOTICES[notice.kind]);
    },
  });
}
