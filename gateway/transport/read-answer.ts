// Reads what a subgraph answered. What is long is read in parts, since nobody else is answered meanwhile: 31 MiB of names that
// are all different take JSON.parse more than a second.
import { setImmediate as turn } from 'node:timers/promises';
import { type AnswerBounds, SHORT } from './answer-bounds.ts';
import { CallFailure } from './call-failure.ts';
import { entitiesFrom, nextPart } from './entity-parts.ts';

/** What a subgraph answers: at least one of the two. */
export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly unknown[];
}

/** Bytes that are read at once of a long answer: some milliseconds, whatever they are. */
const PART = 131_072;
/** No page that may be asked for has as many. */
const MOST_VALUES = 1_000_000;

/**
 * At once where it is short, or not about entities.
 * @param deadline by `performance.now()`.
 * @throws CallFailure for what is not in the form of GraphQL, is longer than it may be, or takes too long to read.
 */
export function readAnswer(
  json: Buffer,
  { part: most }: AnswerBounds,
  deadline: number,
): SubgraphAnswer | Promise<SubgraphAnswer> {
  if (json.length > SHORT && most !== undefined) {
    const from = entitiesFrom(json, most);
    if (from === undefined) throw tooLong(`expected entities within the first ${most} bytes`);
    return readInParts(json, from, most, deadline);
  }
  if (hasManyValues(json)) throw tooMany();
  return answerOf(parsed(json.toString('utf8')));
}

async function readInParts(json: Buffer, from: number, most: number, deadline: number): Promise<SubgraphAnswer> {
  const entities: unknown[] = [];
  let values = 0;
  for (let at = from; ; ) {
    const part = nextPart(json, at, PART, most);
    if (!part) throw tooLong(`expected at most ${most} bytes of one entity`);
    values += part.values;
    if (values > MOST_VALUES) throw tooMany();
    const read = parsed(`[${json.toString('utf8', at, part.end)}]`) as unknown[];
    if (read.length === 0 && at > from) throw new CallFailure('nonsense', 'expected JSON');
    for (const each of read) entities.push(each);
    if (part.isLast) {
      if (json.length - part.end > most) throw tooLong(`expected at most ${most} bytes behind the entities`);
      const around = answerOf(parsed(json.toString('utf8', 0, from) + json.toString('utf8', part.end)));
      if (!isEmptyList(around.data?._entities)) throw new CallFailure('nonsense', 'expected one list of entities');
      return { ...around, data: { ...around.data, _entities: entities } };
    }
    at = part.end + 1;
    await turn();
    if (performance.now() > deadline) throw new CallFailure('timeout', 'expected an answer that is read in time');
  }
}

function answerOf(answer: unknown): SubgraphAnswer {
  if (!isRecord(answer)) throw new CallFailure('nonsense', 'expected a JSON object');
  const { data, errors } = answer;
  const hasData = data === null || isRecord(data);
  if ((data !== undefined && !hasData) || (errors !== undefined && !Array.isArray(errors)))
    throw new CallFailure('nonsense', 'expected data and errors in the form of GraphQL');
  // Nulls of which nobody tells why would read as if there were nothing.
  if (!isRecord(data) && !errors?.length) throw new CallFailure('nonsense', 'expected data or errors, got neither');
  if (errors === undefined) return { data: data as Record<string, unknown> | null };
  return { ...(hasData ? { data } : {}), errors };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CallFailure('nonsense', 'expected JSON', { cause: error });
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Each takes a byte and a half at least: most answers are too short to have as many, and not looked at. */
function hasManyValues(json: Buffer): boolean {
  return json.length > MOST_VALUES && (nextPart(json, 0, json.length, json.length)?.values ?? 0) > MOST_VALUES;
}

function tooLong(message: string): CallFailure {
  return new CallFailure('too-large', message);
}

function tooMany(): CallFailure {
  return tooLong(`expected at most ${MOST_VALUES} values`);
}
