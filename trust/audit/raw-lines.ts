// The lines of a file as bytes, one after the other, in constant memory whatever the file holds.
import { createReadStream } from 'node:fs';

export interface RawLine {
  /** Without the end; no more than `longest + 1` bytes of a line that is longer. */
  readonly bytes: Buffer;
  /** Whether a line end follows; only the last one may lack it. */
  readonly terminated: boolean;
  /** Bytes of the file up to and with this line. */
  readonly end: number;
}

const LINE_END = 0x0a;

export async function* rawLines(file: string, longest: number): AsyncGenerator<RawLine> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let end = 0;
  let open = false;
  const hold = (piece: Buffer) => {
    const room = longest + 1 - heldBytes;
    if (room > 0) held.push(piece.subarray(0, room));
    heldBytes += piece.length;
    open = true;
  };
  const release = () => {
    const bytes = held.length === 1 ? (held[0] ?? Buffer.alloc(0)) : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    open = false;
    return bytes;
  };
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_END); at !== -1; at = chunk.indexOf(LINE_END, from)) {
      hold(chunk.subarray(from, at));
      end += at + 1 - from;
      from = at + 1;
      yield { bytes: release(), terminated: true, end };
    }
    if (from < chunk.length) hold(chunk.subarray(from));
    end += chunk.length - from;
  }
  if (open) yield { bytes: release(), terminated: false, end };
}
