// What the first line of a log says of it, believed by nobody yet: which log it is, and whose keys to look for.
import { decodeJwt } from 'jose';
import { MAX_LINE, readLine } from './line.ts';
import { rawLines } from './raw-lines.ts';

export interface Claimed {
  readonly log: string;
  readonly process: string;
}

/** Undefined where the file does not begin as a log does. */
export async function claimedBy(file: string): Promise<Claimed | undefined> {
  for await (const { bytes, terminated } of rawLines(file, MAX_LINE)) {
    const checkpoint = terminated ? readLine(bytes)?.checkpoint : undefined;
    return checkpoint === undefined ? undefined : claimsOf(checkpoint);
  }
  return undefined;
}

/** As `claimedBy`, of a checkpoint. */
export function claimsOf(checkpoint: string): Claimed | undefined {
  try {
    const { log, process } = decodeJwt<{ log?: unknown; process?: unknown }>(checkpoint);
    return typeof log === 'string' && typeof process === 'string' ? { log, process } : undefined;
  } catch {
    return undefined;
  }
}
