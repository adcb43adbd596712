// An audit log in a folder of its own, for tests: entries to append, and what the log handed out.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AuditLog,
  type AuditNotice,
  type AuditOptions,
  type OperationEntry,
  openAuditLog,
} from '#trust/audit/index.ts';
import { folder, makeKey, type TestKey } from '../workshop.ts';

export interface Logbook {
  readonly file: string;
  readonly folder: string;
  readonly key: TestKey;
  /** Checkpoints handed over, oldest first. */
  readonly anchors: string[];
  readonly notices: AuditNotice[];
  open(options?: Partial<AuditOptions>): Promise<AuditLog>;
}

export async function logbook(within: string = folder()): Promise<Logbook> {
  const key = await makeKey(within, 'gateway');
  const file = join(within, 'audit.jsonl');
  const anchors: string[] = [];
  const notices: AuditNotice[] = [];
  const open = (options: Partial<AuditOptions> = {}) =>
    openAuditLog({
      file,
      key: key.file,
      process: 'gateway-1',
      onCheckpoint: (checkpoint) => anchors.push(checkpoint),
      onNotice: (notice) => notices.push(notice),
      ...options,
    });
  return { file, folder: within, key, anchors, notices, open };
}

/** Numbers of the entries in a log, in the order of its lines. */
export function numbersIn(file: string): number[] {
  return linesOf(file)
    .map((line) => (JSON.parse(line) as { entry?: OperationEntry }).entry)
    .filter((each) => each !== undefined)
    .map(({ operation }) => Number.parseInt(operation, 16));
}

/** Lines of a log without their ends; a torn one is left out. */
export function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}

export function writeLines(file: string, lines: readonly string[]): void {
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
}
