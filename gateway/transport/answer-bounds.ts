// How much one answer may be. While it is read nobody else is answered, so it is bounded by what was asked, and what is long
// all the same is read in parts (read-answer.ts).
import type { CallOptions } from '../config/read.ts';

/** Bytes that are read at once: some milliseconds, whatever they are. */
export const PART = 131_072;
/** Bytes that an answer about entities may have beside what it may for each of them. */
const BESIDE = 1_048_576;
/** How much longer than in the mean one entity may be. */
const TIMES = 4;

export interface AnswerBounds {
  /** Of all of it. */
  readonly bytes: number;
  /** Of one entity, and of what stands before and behind all of them. Undefined where none was asked for. */
  readonly part: number | undefined;
}

/** @param entities that were asked for; undefined for an answer about something else. */
export function answerBounds(
  { maxBytes, maxEntityBytes }: Pick<CallOptions, 'maxBytes' | 'maxEntityBytes'>,
  entities: number | undefined,
): AnswerBounds {
  if (entities === undefined) return { bytes: maxBytes, part: undefined };
  return {
    bytes: Math.min(maxBytes, BESIDE + maxEntityBytes * entities),
    part: Math.min(maxBytes, Math.max(PART, maxEntityBytes * TIMES)),
  };
}
