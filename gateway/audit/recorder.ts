// Puts operations on record. What could not be recorded is not disclosed: the executor asks before it answers.
import type { AuditTrail } from '#trust/audit/index.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import { type Audited, operationEntry } from './operation-entry.ts';

export interface Recorder {
  /** False from an entry that could not be written until one that could: nothing restricted need be fetched. */
  readonly writable: boolean;
  /** Whether the entry is durable. */
  record(audited: Audited): Promise<boolean>;
}

export function recorder(trail: Pick<AuditTrail, 'append' | 'writable'>, logger: GatewayLogger): Recorder {
  return {
    get writable() {
      return trail.writable;
    },
    async record(audited) {
      try {
        await trail.append(operationEntry(audited));
        return true;
      } catch (error) {
        logger.error({ err: error }, 'An operation could not be put on record: its restricted fields are denied');
        return false;
      }
    },
  };
}
