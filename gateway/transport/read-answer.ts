// Reads what a subgraph answered. What is long is read in parts, since nobody else is answered meanwhile: 31 MiB of names that
// are all different take JSON.parse more than a second.
import { randomUUID } from 'node:crypto';
import { turn } from '../queue/turns.ts';
import { type AnswerBounds, PART } from './answer-bounds.ts';
import { CallFailure } from './call-failure.ts';
import { entitiesFrom, nextPart } from './entity-parts.ts';

/** What a subgraph answers: at least one of the two. */
export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly unknown[];
}

/** Stands for the list while what is around it is read: which of two would be the list is JSON's to say. */
const LIST = randomUUID();
/** No page that may be asked for has as many. */
const MOST_VALUES = 1_000_000;

/**
 * At once where it is short, or not about entities.
 * @param from whom it is: each has its turn, where several long answers are read.
 * @param deadline by `performance.now()`.
 * @throws CallFailure for what is not in the form of GraphQL, is longer than it may be, or takes too long to read.
 */
export function readAnswer(
  json: Buffer,
  { part: most }: AnswerBounds,
  from: string,
  deadline: number,
): SubgraphAnswer | Promise<SubgraphAnswer> {
  if (json.length > PART && most !== undefined) return readInParts(json, most, from, deadline);
  if (hasManyValues(json)) throw tooMany();
  return answerOf(parsed(json.toString('utf8')));
}

async function readInParts(json: Buffer, most: number, from: string, deadline: number): Promise<SubgraphAnswer> {
  await turn(from);
  const first = entitiesFrom(json, most);
  if (first === undefined) throw tooLong(`expected entities within the first ${most} bytes`);
  const entities: unknown[] = [];
  let values = 0;
  for (let at = first; ; ) {
    const part = nextPart(json, at, PART, most);
    if (!part) throw tooLong(`expected at most ${most} bytes of one entity`);
    values += part.values;
    if (values > MOST_VALUES) throw tooMany();
    const read = parsed(`[${json.toString('utf8', at, part.end)}]`) as unknown[];
    if (read.length === 0 && !(part.isLast && at === first)) throw new CallFailure('nonsense', 'expected JSON');
    for (const each of read) entities.push(each);
    if (part.isLast) {
      const { data, ...others } = around(json, first, part.end, most);
      return { data: { ...data, _entities: entities }, ...others };
    }
    at = part.end + 1;
    await turn(from);
    // Not for want of an answer: it does not count against the subgraph.
    if (performance.now() > deadline) throw tooLong('expected an answer that is read in time');
  }
}

/** What stands before and behind the entities. */
function around(json: Buffer, first: number, end: number, most: number): SubgraphAnswer {
  if (first + json.length - end > most) throw tooLong(`expected at most ${most} bytes around the entities`);
  const answer = answerOf(parsed(`${json.toString('utf8', 0, first)}"${LIST}"${json.toString('utf8', end)}`));
  const list = answer.data?._entities;
  if (!Array.isArray(list) || list.length !== 1 || list[0] !== LIST)
    throw new CallFailure('nonsense', 'expected one list of entities');
  return answer;
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
