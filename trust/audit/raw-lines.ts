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

/** @param from byte to begin at: of the line that it stands in only the rest is read. */
export async function* rawLines(file: string, longest: number, from = 0): AsyncGenerator<RawLine> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let end = from;
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
  const stream = createReadStream(file, { start: from, highWaterMark: 256 * 1024 });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let taken = 0;
    for (let at = chunk.indexOf(LINE_END); at !== -1; at = chunk.indexOf(LINE_END, taken)) {
      hold(chunk.subarray(taken, at));
      end += at + 1 - taken;
      taken = at + 1;
      yield { bytes: release(), terminated: true, end };
    }
    if (taken < chunk.length) hold(chunk.subarray(taken));
    end += chunk.length - taken;
  }
  if (open) yield { bytes: release(), terminated: false, end };
}
