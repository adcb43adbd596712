// Makes a new log: whole and durable with its opening checkpoint, so that no log is ever empty.
import { randomUUID } from 'node:crypto';
import { writeWhole } from '#schema/configuration/write.ts';
import { makeBatch, type Signature } from './batch.ts';
import { BEGINNING } from './line.ts';
import { syncFolder } from './storage.ts';

/** Returns the opening checkpoint. The id of the log is drawn here. */
export async function beginLog(file: string, signature: Omit<Signature, 'log'>, at: string): Promise<string[]> {
  const before = { sequence: 0, hash: BEGINNING, offset: 0, unsigned: 0 };
  const batch = await makeBatch([{ at, reason: 'OPENED' }], before, { ...signature, log: randomUUID() });
  writeWhole(file, batch.bytes.toString(), 0o600);
  await syncFolder(file);
  return [...batch.checkpoints];
}
