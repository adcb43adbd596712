// An open audit log: what gateway and participants append to. An append that rejects recorded nothing, so what it would
// have recorded must not be disclosed.
import { Recent } from '../recent.ts';
import { canonicalJson } from './canonical.ts';
import { type AuditEntry, auditEntry } from './entry.ts';
import { AuditNotWritten } from './fault.ts';
import { MAX_LINE } from './line.ts';
import type { TornTail } from './torn.ts';
import type { Writer } from './writer.ts';

export interface AuditLog {
  readonly file: string;
  /** Id of the log; checkpoints carry it. */
  readonly log: string;
  /** Number and hash of the last durable line. */
  readonly position: { readonly sequence: number; readonly hash: string };
  /**
   * Returns when the entry, or all of them, are durable.
   * @throws AuditNotWritten where one is not, is no entry, or the log is closed.
   */
  append(entries: AuditEntry | readonly AuditEntry[]): Promise<void>;
  /** Writes a checkpoint now, if there are entries since the last. */
  checkpoint(): Promise<void>;
  /** Waits for what was appended, writes a last checkpoint, and lets the next writer in. */
  close(): Promise<void>;
}

export type AuditNotice =
  /** The last line was torn when the log was opened; it is kept in a file beside the log. */
  | { readonly kind: 'TORN_TAIL'; readonly tail: TornTail }
  /** A write failed and got there in part; that part is kept in a file beside the log. */
  | { readonly kind: 'FAILED_WRITE'; readonly tail: TornTail }
  /** A checkpoint could not be written or handed over. */
  | { readonly kind: 'CHECKPOINT_FAILED'; readonly error: unknown };

/** Bytes of a line beside its entry, at most. */
const FRAME = 400;

/** One caller asks the same again and again: entries of operations that were looked at, and their longest. */
const REMEMBERED = 2_000;
const LONGEST_REMEMBERED = 4_096;

interface LogParts {
  readonly file: string;
  readonly log: string;
  readonly writer: Writer;
  /** Seconds between two checkpoints while entries come. */
  readonly seconds: number;
  readonly now: () => number;
  readonly onNotice: (notice: AuditNotice) => void;
  /** Closes the file and gives the lock back. */
  readonly end: () => Promise<void>;
}

export function logOver({ file, log, writer, seconds, now, onNotice, end }: LogParts): AuditLog {
  const at = () => new Date(now()).toISOString();
  let closing: Promise<void> | undefined;
  const seen = new Recent<string>(REMEMBERED);
  const textOf = (entry: AuditEntry): string => {
    if (entry.kind !== 'operation') return checked(entry, file);
    const id = JSON.stringify(entry);
    const known = seen.get(id);
    if (known !== undefined) return known;
    const text = checked(entry, file);
    if (id.length <= LONGEST_REMEMBERED) seen.set(id, text);
    return text;
  };

  const checkpoint = async () => {
    if (writer.position.unsigned > 0) await writer.write([{ at: at(), reason: 'TIME' }]);
  };
  const timer = setInterval(() => {
    checkpoint().catch((error: unknown) => onNotice({ kind: 'CHECKPOINT_FAILED', error }));
  }, seconds * 1000);
  timer.unref();

  const close = async () => {
    clearInterval(timer);
    try {
      await writer.write([{ at: at(), reason: 'CLOSED' }]);
    } finally {
      await end();
    }
  };

  return {
    file,
    log,
    get position() {
      const { sequence, hash } = writer.position;
      return { sequence, hash };
    },
    async append(entries) {
      if (closing !== undefined) throw new AuditNotWritten(file, new Error('a log that is closed'));
      const time = at();
      const texts = (Array.isArray(entries) ? entries : [entries]).map(textOf);
      if (texts.length > 0) await writer.write(texts.map((entry) => ({ at: time, entry })));
    },
    checkpoint,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** The entry as text, so that nothing done to the object later reaches the log. */
function checked(entry: unknown, file: string): string {
  const result = auditEntry.safeParse(entry);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new AuditNotWritten(file, new Error(`no audit entry: ${issue?.path.join('.')}: ${issue?.message}`));
  }
  const text = canonicalJson(result.data);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_LINE - FRAME) {
    throw new AuditNotWritten(file, new Error(`an entry of ${bytes} bytes; ${MAX_LINE - FRAME} is the most`));
  }
  return text;
}
