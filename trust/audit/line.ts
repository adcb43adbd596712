// One line of an audit log. Its keys are sorted, so `sha256` stands last: the hash covers the line as it reads without
// that last member, and by `previous` all lines before it.
import { createHash, hash as hashOnce } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from './canonical.ts';

/** `previous` of the first line. */
export const BEGINNING = '0'.repeat(64);

/** Longest line, in bytes, without its end. */
export const MAX_LINE = 1024 * 1024;

/** What a line carries: an entry as canonical JSON, or a checkpoint as compact JWS. */
export type Carried = { readonly entry: string } | { readonly checkpoint: string };

export interface Line {
  readonly at: string;
  readonly previous: string;
  /** Counted from 1: equal to the number of the line. */
  readonly sequence: number;
  readonly sha256: string;
  /** Absent where the line carries an entry. */
  readonly checkpoint?: string | undefined;
}

const common = {
  at: z.iso.datetime(),
  previous: z.string().length(64),
  sequence: z.int().positive(),
  sha256: z.string().length(64),
};

const line = z.union([
  z.strictObject({ ...common, entry: z.looseObject({ kind: z.string() }) }),
  z.strictObject({ ...common, checkpoint: z.string() }),
]);

/** Writes a line, with its end, and says its hash. */
export function writeLine(
  at: string,
  carried: Carried,
  previous: string,
  sequence: number,
): { readonly text: string; readonly sha256: string } {
  const member = 'entry' in carried ? `"entry":${carried.entry}` : `"checkpoint":${JSON.stringify(carried.checkpoint)}`;
  const body = `{"at":"${at}",${member},"previous":"${previous}","sequence":${sequence}`;
  const sha256 = hashOnce('sha256', `${body}}`, 'hex');
  return { text: `${body},"sha256":"${sha256}"}\n`, sha256 };
}

/** `,"sha256":"…"}` */
const TAIL = 1 + '"sha256":'.length + 66 + 1;

/** Reads a line without its end; undefined where its bytes are not what its hash says, or it is no line of a log. */
export function readLine(bytes: Buffer): Line | undefined {
  if (bytes.length <= TAIL) return undefined;
  const cut = bytes.length - TAIL;
  const tail = bytes.toString('latin1', cut);
  const sha256 = tail.slice(-66, -2);
  if (tail !== `,"sha256":"${sha256}"}`) return undefined;
  const hash = createHash('sha256').update(bytes.subarray(0, cut)).update('}').digest('hex');
  return hash === sha256 ? parse(bytes.toString('utf8')) : undefined;
}

/** A text with a right hash may still be another writing of the same value: only the canonical one is a line. */
function parse(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? line.parse(value) : undefined;
  } catch {
    return undefined;
  }
}
