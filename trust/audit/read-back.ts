// Reads a log backwards from its end, for those who look something up in it. It proves each line by itself, not the
// chain: that is the verifier's. Bounded: a call reads so many bytes, and says where to go on.
import { open } from 'node:fs/promises';
import { type AuditEntry, auditEntry } from './entry.ts';
import { MAX_LINE, readLine } from './line.ts';

export interface RecordedEntry {
  /** Number of the line. */
  readonly sequence: number;
  readonly at: string;
  readonly entry: AuditEntry;
}

export interface ReadBackOptions {
  readonly file: string;
  /** Byte behind the line to begin with; a place that `next` named before. Undefined: the end of the log. */
  readonly before?: number | undefined;
  /** Entries at most. */
  readonly most: number;
  /** Bytes read before the call returns with what it has, about. Default 4 MiB. */
  readonly bytes?: number;
  /** Text that a wanted line holds, to pass over others cheaply. */
  readonly holding?: string;
  readonly wanted: (entry: AuditEntry) => boolean;
}

export interface ReadBack {
  /** The latest first. */
  readonly entries: readonly RecordedEntry[];
  /** Where to go on; undefined where the beginning of the log was reached. */
  readonly next: number | undefined;
}

const BLOCK = 256 * 1024;
const LINE_END = 0x0a;

/** @throws Error where a line does not fit its own hash, or the file cannot be read. */
export async function readBack(options: ReadBackOptions): Promise<ReadBack> {
  const { file, most, bytes = 4 * 1024 * 1024, holding, wanted } = options;
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const entries: RecordedEntry[] = [];
    // Everything from `place` on has been looked at.
    let place = Math.min(options.before ?? size, size);
    let [atEnd, length] = [options.before === undefined, BLOCK];
    for (let read = 0; place > 0 && read < bytes && entries.length < most; ) {
      const from = Math.max(0, place - length);
      const block = Buffer.alloc(place - from);
      const { bytesRead } = await handle.read(block, 0, block.length, from);
      if (bytesRead < block.length) throw new Error(`${file}: expected a log that only grows, got a shorter one`);
      read += block.length;
      // At the end a line may be half-written; it is not in the log yet.
      let end = atEnd ? block.lastIndexOf(LINE_END) + 1 : block.length;
      if (end > 0) atEnd = false;
      while (end > 0 && entries.length < most) {
        const begin = end < 2 ? -1 : block.lastIndexOf(LINE_END, end - 2);
        // The block begins in the middle of this line.
        if (begin === -1 && from > 0) break;
        const line = block.subarray(begin + 1, end - 1);
        if (holding === undefined || line.includes(holding)) take(line);
        end = begin + 1;
      }
      // A line longer than the block: a larger block holds it.
      length = end === block.length && from > 0 ? Math.min(length * 4, 2 * MAX_LINE) : BLOCK;
      place = from + end;
    }
    return { entries, next: place > 0 ? place : undefined };

    function take(bytesOfLine: Buffer): void {
      const line = readLine(bytesOfLine);
      if (line === undefined)
        throw new Error(`${file}: expected lines that their hash fits, got another: see \`audit verify\``);
      if (line.checkpoint !== undefined) return;
      const entry = auditEntry.parse((JSON.parse(bytesOfLine.toString('utf8')) as { entry: unknown }).entry);
      if (wanted(entry)) entries.push({ sequence: line.sequence, at: line.at, entry });
    }
  } finally {
    await handle.close();
  }
}
