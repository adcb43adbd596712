// Checkpoints as a process signs them.
import { randomUUID } from 'node:crypto';
import { type Checkpoint, signCheckpoint } from '#trust/audit/checkpoint.ts';
import { readServiceKey } from '#trust/keys/index.ts';
import type { TestKey } from '../../../trust/workshop.ts';

export const LOG = randomUUID();

export async function signed(key: TestKey, process: string, sequence: number, log = LOG, hash = 'a'): Promise<string> {
  const checkpoint: Checkpoint = {
    at: '2026-11-24T12:00:00.000Z',
    every: 1_000,
    hash: hash.repeat(64),
    log,
    process,
    reason: 'TIME',
    sequence,
  };
  return signCheckpoint(checkpoint, await readServiceKey(key.file));
}
