import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawLines } from '#trust/audit/raw-lines.ts';
import { folder } from '../workshop.ts';

describe('the raw lines of a file', () => {
  it('are the file, whatever bytes it holds and wherever a read ends', async () => {
    const file = join(folder(), 'lines');
    // Longer than one read now and then, so that a line lies over two.
    const content = fc
      .array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 3 })), { maxLength: 12 })
      .map((pieces) =>
        Buffer.concat(pieces.flatMap(([bytes, much]) => Array.from({ length: 10 ** (much + 1) }, () => bytes))),
      );
    await fc.assert(
      fc.asyncProperty(content, async (bytes) => {
        writeFileSync(file, bytes);
        const expected = bytes.toString('latin1').split('\n');
        const last = expected.pop();
        const got = await Array.fromAsync(rawLines(file, bytes.length));
        const torn = got.at(-1)?.terminated === false ? got.pop() : undefined;
        expect(torn?.bytes.toString('latin1') ?? '').toBe(last);
        expect(got.map((line) => line.bytes.toString('latin1'))).toEqual(expected);
        expect(got.every((line) => line.terminated && bytes[line.end - 1] === 0x0a)).toBe(true);
        expect((torn ?? got.at(-1))?.end ?? 0).toBe(bytes.length);
      }),
      { numRuns: 40 },
    );
  });

  it('hold no more of a line than asked for', async () => {
    const file = join(folder(), 'lines');
    writeFileSync(file, 'one\n');
    truncateSync(file, 64 * 1024 * 1024);
    const lines = await Array.fromAsync(rawLines(file, 1000));
    expect(lines.map(({ bytes, terminated, end }) => [bytes.length, terminated, end])).toEqual([
      [3, true, 4],
      [1001, false, 64 * 1024 * 1024],
    ]);
  });
});
