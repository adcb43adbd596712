import { describe, expect, it } from 'vitest';
import { duration, Progress } from '#subgraphs/intake/progress.ts';

const counts = (read: number) => ({ read, imported: read, unchanged: 0, rejected: 0 });

function watched(done: () => number | undefined) {
  const lines: string[] = [];
  let now = 0;
  const progress = new Progress(
    (line) => void lines.push(line),
    done,
    () => now,
  );
  const at = (milliseconds: number) => {
    now = milliseconds;
  };
  return { lines, progress, at };
}

describe('progress', () => {
  it('tells the rate, the part that is done and the time that is left, once a second', () => {
    const { lines, progress, at } = watched(() => 0.25);
    at(500);
    progress.update(counts(500));
    at(2_000);
    progress.update(counts(3_000));
    at(2_500);
    progress.update(counts(3_500));
    at(8_000);
    progress.end(counts(12_000));
    expect(lines).toEqual([
      '3000 read: 3000 imported, 0 unchanged, 0 rejected, 1500 rows/s, 25 %, 6 s left',
      '12000 read: 12000 imported, 0 unchanged, 0 rejected, 1500 rows/s, took 8 s',
    ]);
  });

  it('does not tell what it cannot know', () => {
    const { lines, progress, at } = watched(() => undefined);
    at(1_000);
    progress.update(counts(100));
    expect(lines).toEqual(['100 read: 100 imported, 0 unchanged, 0 rejected, 100 rows/s']);
  });

  it.each([
    [8_400, '8 s'],
    [125_000, '2 min 5 s'],
    [4_200_000, '1 h 10 min'],
  ])('writes %i milliseconds as %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});
