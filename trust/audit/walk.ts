// Reads a whole log against its chain, keys and anchors; streaming, in constant memory. Verifying and opening share it.
import type { KeySet } from '../keys/key-set.ts';
import type { Anchors } from './anchors.ts';
import { Chain } from './chain.ts';
import type { AuditFault } from './fault.ts';
import { MAX_LINE, readLine } from './line.ts';
import { type RawLine, rawLines } from './raw-lines.ts';

export interface Walk {
  /** How far the log is good. */
  readonly chain: Chain;
  /** Bytes of the good lines. */
  readonly end: number;
  readonly fault: AuditFault | undefined;
}

/** @throws the error of the file system where `file` cannot be read. */
export async function walkLog(file: string, keys: KeySet, anchors: Anchors, process?: string): Promise<Walk> {
  const chain = new Chain(keys, anchors, process);
  const lines = rawLines(file, MAX_LINE);
  let end = 0;
  for await (const raw of lines) {
    if (!raw.terminated) return { chain, end, fault: torn(chain) };
    // oxlint-disable-next-line no-await-in-loop -- each line depends on the one before
    const fault = await chain.take(raw.bytes);
    if (fault !== undefined) return { chain, end, fault: await lookedFor(fault, file) };
    end = raw.end;
  }
  return { chain, end, fault: chain.ended() };
}

/**
 * Reads the end of a log only, from its first checkpoint behind byte `from`: what stands before is proven by the
 * verifier. Undefined where there is no such checkpoint, or the end has a fault other than a torn last line: then the
 * whole log must tell.
 * @throws the error of the file system where `file` cannot be read.
 */
export async function walkEnd(
  file: string,
  keys: KeySet,
  anchors: Anchors,
  process: string | undefined,
  from: number,
): Promise<Walk | undefined> {
  const chain = new Chain(keys, anchors, process);
  let [begun, rest, end] = [false, true, from];
  for await (const raw of rawLines(file, MAX_LINE, from)) {
    // The first is the rest of a line, or a line whose beginning nobody looked for.
    if (rest) rest = false;
    // oxlint-disable-next-line no-await-in-loop -- each line depends on the one before
    else if (!begun) begun = raw.terminated && (await chain.beginAt(raw.bytes));
    else if (!raw.terminated) return { chain, end, fault: torn(chain) };
    // oxlint-disable-next-line no-await-in-loop -- as above
    else if ((await chain.take(raw.bytes)) !== undefined) return undefined;
    if (begun) end = raw.end;
  }
  const fault = chain.ended();
  return begun && fault === undefined ? { chain, end, fault } : undefined;
}

/** An anchor proves that a line was whole once, so where it names the torn one somebody cut the file. */
function torn(chain: Chain): AuditFault {
  const ended = chain.ended();
  if (ended !== undefined && chain.lines > 0) return ended;
  const line = chain.lines + 1;
  return { kind: 'TORN_TAIL', line, message: 'expected the end of the last line, got the end of the file' };
}

/** A line that is missing in its place, but stands somewhere, was moved. */
async function lookedFor(fault: AuditFault, file: string): Promise<AuditFault> {
  if (fault.kind !== 'REMOVED') return fault;
  let number = 0;
  for await (const raw of rawLines(file, MAX_LINE) as AsyncIterable<RawLine>) {
    number += 1;
    if (number <= fault.line || !mayCarry(raw.bytes, fault.line)) continue;
    if (readLine(raw.bytes)?.sequence !== fault.line) continue;
    return {
      kind: 'REORDERED',
      line: fault.line,
      message: `expected line ${fault.line} in its place, got it as ${number}`,
    };
  }
  return fault;
}

/** Cheaper than reading the line, over the whole rest of a file. */
function mayCarry(bytes: Buffer, sequence: number): boolean {
  return bytes.includes(`,"sequence":${sequence},"sha256":`);
}
