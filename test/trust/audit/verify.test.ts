import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AuditVerdict, verifyAudit } from '#trust/audit/index.ts';
import { BEGINNING, writeLine } from '#trust/audit/line.ts';
import { folder, lastingFolder, makeKey, type TestKey } from '../workshop.ts';
import { linesOf, logbook, writeLines } from './logbook.ts';
import { entry } from './logbook-entry.ts';

const ENTRIES = 12;
const NEWLINE = 0x0a;

/** A log that was closed: an opening checkpoint, 12 entries with a checkpoint after each five, a closing one. */
let lines: string[];
let bytes: Buffer;
let anchors: string[];
let key: TestKey['publicKey'];
let keyFile: string;

beforeAll(async () => {
  const { path, remove } = lastingFolder();
  const book = await logbook(path);
  const log = await book.open({ checkpoints: { entries: 5 } });
  for (let number = 0; number < ENTRIES; number++) await log.append(entry(number));
  await log.close();
  lines = linesOf(book.file);
  bytes = readFileSync(book.file);
  anchors = book.anchors;
  key = book.key.publicKey;
  keyFile = readFileSync(book.key.file, 'utf8');
  return remove;
});

interface Knowing {
  readonly anchors?: readonly string[];
  readonly keys?: readonly object[];
  readonly process?: string;
}

async function verdictOn(
  content: Buffer | readonly string[],
  within: string,
  knowing: Knowing = {},
): Promise<AuditVerdict> {
  const file = join(within, 'tampered.jsonl');
  if (Array.isArray(content)) writeLines(file, content);
  else writeFileSync(file, content as Buffer);
  const { keys = [key], process } = knowing;
  return verifyAudit({ file, keys: { keys }, anchors: knowing.anchors ?? anchors, ...(process && { process }) });
}

/** Number of the line that the byte at `position` belongs to; a line end belongs to the line that it ends. */
function lineOfByte(position: number): number {
  return bytes.subarray(0, position).filter((byte) => byte === NEWLINE).length + 1;
}

const anyLine = () => fc.nat({ max: lines.length - 1 });

describe('a log as it was written', () => {
  it('is whole', async () => {
    expect(lines).toHaveLength(16);
    expect(await verdictOn(bytes, folder())).toMatchObject({ ok: true, lines: 16, entries: 12, checkpoints: 4 });
  });

  it('is whole up to where its writer stands, with what is not signed yet counted', async () => {
    expect(await verdictOn(lines.slice(0, 10), folder(), { anchors: anchors.slice(0, 2) })).toMatchObject({
      ok: true,
      lines: 10,
      unsigned: 3,
    });
  });
});

describe('tampering is found and its place named', () => {
  it('where any byte is changed', async () => {
    const within = folder();
    const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(change, async ([position, flip]) => {
        const changed = Buffer.from(bytes);
        changed[position] = (bytes[position] ?? 0) ^ flip;
        const line = lineOfByte(position);
        // The end of the last line, changed, is no end. A line end in the middle parts a line: the first half is bad.
        expect(await verdictOn(changed, within)).toMatchObject({ ok: false, line });
        const kind = position === bytes.length - 1 ? 'TORN_TAIL' : 'CHANGED';
        expect(await verdictOn(changed, within, { anchors: [] })).toMatchObject({ kind, line });
      }),
      { numRuns: 250 },
    );
  });

  it('where any line is removed', async () => {
    const within = folder();
    await fc.assert(
      fc.asyncProperty(anyLine(), async (index) => {
        const kind = index === lines.length - 1 ? 'CUT' : 'REMOVED';
        expect(await verdictOn(lines.toSpliced(index, 1), within)).toMatchObject({ ok: false, kind, line: index + 1 });
      }),
      { numRuns: 40 },
    );
  });

  it('where any line is doubled, there or further down', async () => {
    const within = folder();
    const copied = fc.tuple(anyLine(), anyLine());
    await fc.assert(
      fc.asyncProperty(copied, async ([one, other]) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other) + 1];
        const doubled = lines.toSpliced(to, 0, lines[from] ?? '');
        expect(await verdictOn(doubled, within)).toMatchObject({ ok: false, kind: 'DOUBLED', line: to + 1 });
      }),
      { numRuns: 100 },
    );
  });

  it('where any two lines change places', async () => {
    const within = folder();
    const swapped = fc.uniqueArray(anyLine(), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(swapped, async ([one = 0, other = 0]) => {
        const reordered = lines.with(one, lines[other] ?? '').with(other, lines[one] ?? '');
        const line = Math.min(one, other) + 1;
        expect(await verdictOn(reordered, within)).toMatchObject({ ok: false, kind: 'REORDERED', line });
      }),
      { numRuns: 100 },
    );
  });

  it('where the tail is cut anywhere, in a line or between two', async () => {
    const within = folder();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async (length) => {
        const line = lineOfByte(length);
        expect(await verdictOn(bytes.subarray(0, length), within)).toMatchObject({ ok: false, line });
      }),
      { numRuns: 200 },
    );
    expect(await verdictOn(lines.slice(0, 9), within)).toMatchObject({ kind: 'CUT', line: 10 });
  });
});

describe('a torn last line', () => {
  it('reads as such where no anchor names it', async () => {
    const torn = bytes.subarray(0, bytes.length - 20);
    const knowing = { anchors: anchors.slice(0, 3) };
    expect(await verdictOn(torn, folder(), knowing)).toMatchObject({ ok: false, kind: 'TORN_TAIL', line: 16 });
  });

  it('that an anchor names was cut', async () => {
    expect(await verdictOn(bytes.subarray(0, bytes.length - 20), folder())).toMatchObject({ kind: 'CUT', line: 16 });
  });
});

describe('whoever can hash but not sign', () => {
  it('cannot replace one line: the next one names another', async () => {
    const tampered = [...rewritten(3, 3), ...lines.slice(3)];
    expect(await verdictOn(tampered, folder(), { anchors: [] })).toMatchObject({ kind: 'REWRITTEN', line: 3 });
  });

  it('cannot replace all up to the end: the next checkpoint speaks of others', async () => {
    expect(await verdictOn(rewritten(3, 16), folder(), { anchors: [] })).toMatchObject({ kind: 'FORGED', line: 7 });
  });

  it('can replace the unsigned lines at the end of the file, but not against an anchor', async () => {
    const within = folder();
    const tampered = rewritten(14, 15);
    expect(await verdictOn(tampered, within, { anchors: [] })).toMatchObject({ ok: true, unsigned: 2 });
    expect(await verdictOn(tampered, within)).toMatchObject({ kind: 'CUT', line: 16 });
    const longer = [...tampered, writeLine(time(), entryText(), hashOf(tampered.at(-1)), 16).text.trimEnd()];
    // Nothing is proven after the checkpoint in line 13, so the first line after it is the first bad one.
    expect(await verdictOn(longer, within)).toMatchObject({ kind: 'REWRITTEN', line: 14 });
  });

  it('cannot go on for long without a checkpoint, nor begin without one', async () => {
    const within = folder();
    const long = lines.slice(0, 13);
    for (let number = 14; number <= 20; number++) {
      long.push(writeLine(time(), entryText(), hashOf(long.at(-1)), number).text.trimEnd());
    }
    expect(await verdictOn(long, within, { anchors: [] })).toMatchObject({ kind: 'UNSIGNED', line: 19 });
    const bare = [writeLine(time(), entryText(), BEGINNING, 1).text.trimEnd()];
    expect(await verdictOn(bare, within, { anchors: [] })).toMatchObject({ kind: 'UNSIGNED', line: 1 });
  });

  it('cannot put a checkpoint in another place', async () => {
    const moved = lines.slice(0, 2);
    const { checkpoint = '' } = JSON.parse(lines[6] ?? '') as { checkpoint?: string };
    moved.push(writeLine(time(), { checkpoint }, hashOf(moved.at(-1)), 3).text.trimEnd());
    expect(await verdictOn(moved, folder(), { anchors: [] })).toMatchObject({ kind: 'FORGED', line: 3 });
  });

  it('cannot write the same value in another way', async () => {
    const spaced = (lines[1] ?? '').replace('"at":', '"at": ');
    expect(await verdictOn(lines.with(1, spaced), folder())).toMatchObject({ kind: 'CHANGED', line: 2 });
  });
});

describe('keys, processes and logs', () => {
  it('a log signed by a key that is not given is not proven', async () => {
    const { publicKey } = await makeKey(folder(), 'stranger');
    const verdict = await verdictOn(bytes, folder(), { keys: [publicKey], anchors: [] });
    expect(verdict).toMatchObject({ kind: 'FORGED', line: 1 });
  });

  it('another log of the same process does not stand for the one that anchors name', async () => {
    const book = await logbook();
    writeFileSync(book.key.file, keyFile);
    const log = await book.open();
    await log.append(entry(0));
    await log.close();
    expect(await verdictOn(readFileSync(book.file), folder())).toMatchObject({ kind: 'OTHER_LOG', line: 1 });
  });

  it('the log of another process is named so', async () => {
    expect(await verdictOn(bytes, folder(), { process: 'gateway-2' })).toMatchObject({ kind: 'OTHER_LOG', line: 1 });
    expect(await verdictOn(bytes, folder(), { process: 'gateway-1' })).toMatchObject({ ok: true });
  });

  it('an anchor that nobody known signed is no anchor', async () => {
    const [anchor = ''] = anchors;
    await expect(verdictOn(bytes, folder(), { anchors: [`${anchor.slice(0, -8)}AAAAAAAA`] })).rejects.toThrow(
      /anchors signed/,
    );
  });
});

/** The log with the entry of line `at` replaced by another, and hashed anew from there to line `until`. */
function rewritten(at: number, until: number): string[] {
  const result = lines.slice(0, at - 1);
  let previous = at === 1 ? BEGINNING : hashOf(lines[at - 2]);
  for (let number = at; number <= until; number++) {
    const line = JSON.parse(lines[number - 1] ?? '') as { at: string; entry?: object; checkpoint?: string };
    const subject = number === at ? { subject: 'somebody' } : {};
    const carried =
      line.checkpoint === undefined
        ? { entry: JSON.stringify(sorted({ ...line.entry, ...subject })) }
        : { checkpoint: line.checkpoint };
    const { text, sha256 } = writeLine(line.at, carried, previous, number);
    result.push(text.trimEnd());
    previous = sha256;
  }
  return result;
}

function hashOf(line: string | undefined): string {
  return (JSON.parse(line ?? '') as { sha256: string }).sha256;
}

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function entryText(): { entry: string } {
  return { entry: JSON.stringify(sorted(entry(77))) };
}

function time(): string {
  return new Date().toISOString();
}
