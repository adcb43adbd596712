import { describe, expect, it } from 'vitest';
import { answerBounds } from '#gateway/transport/answer-bounds.ts';

const MIB = 1_048_576;
const options = { maxBytes: 8 * MIB, maxEntityBytes: 64_000 };

describe('an answer may have', () => {
  it('as many bytes as there are entities asked for, and a share beside', () => {
    expect(answerBounds(options, 0)).toEqual({ bytes: MIB, part: 256_000 });
    expect(answerBounds(options, 3)).toEqual({ bytes: MIB + 192_000, part: 256_000 });
  });

  it('no more than any answer, however many are asked for', () => {
    expect(answerBounds(options, 10_000)).toEqual({ bytes: 8 * MIB, part: 256_000 });
    expect(answerBounds(options, undefined)).toEqual({ bytes: 8 * MIB, part: undefined });
  });

  it('at least as much of one entity as is read at once', () => {
    expect(answerBounds({ ...options, maxEntityBytes: 10 }, 1)).toEqual({ bytes: MIB + 10, part: 131_072 });
    expect(answerBounds({ maxBytes: 100, maxEntityBytes: 10 }, 1)).toEqual({ bytes: 100, part: 100 });
  });

  it('as much of one entity as of all where that is said', () => {
    expect(answerBounds({ ...options, maxEntityBytes: 8 * MIB }, 1)).toEqual({ bytes: 8 * MIB, part: 8 * MIB });
  });
});
