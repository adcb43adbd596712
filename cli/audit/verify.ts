// `campaign audit verify`: proves one log whole, or names its first bad line.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditVerdict, type Claimed, claimedBy, claimsOf, verifyAudit } from '#trust/audit/index.ts';
import { UsageError } from '../usage-error.ts';

export interface VerifyOptions {
  /** File of checkpoints that were kept elsewhere, one a line. */
  readonly anchor?: string | undefined;
  /** File of public keys (JWKS). */
  readonly keys?: string | undefined;
  /** Who should have written the log. */
  readonly process?: string | undefined;
}

export interface Verdict {
  /** 0 whole, 1 not whole, 3 whole but for a torn last line. */
  readonly code: 0 | 1 | 3;
  readonly text: string;
  /** What else whoever asked must know. */
  readonly notices: readonly string[];
}

const TORN = 'the last line was begun and not ended, as a crash leaves it; all before it is whole';

/** @param keysFolder where the keys of a process stand as `<process>.jwks.json`. */
export async function verifyLog(file: string, keysFolder: string, options: VerifyOptions): Promise<Verdict> {
  if (!existsSync(file)) throw new UsageError(`expected the file of an audit log, got ${file}, which is not there`);
  const claimed = await claimedBy(file);
  const { anchors, notices } = readAnchors(options.anchor, claimed);
  const process = options.process ?? claimed?.process;
  const jwks = options.keys ?? keysOf(process, keysFolder);
  try {
    const named = process === undefined ? {} : { process };
    const verdict = await verifyAudit({ file, keys: { jwks }, anchors, ...named });
    return { ...told(file, verdict, anchors.length), notices };
  } catch (error) {
    // Keys or anchors: no fault of the file.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function told(file: string, verdict: AuditVerdict, anchors: number): Pick<Verdict, 'code' | 'text'> {
  if (!verdict.ok) {
    const torn = verdict.kind === 'TORN_TAIL';
    return {
      code: torn ? 3 : 1,
      text: `${file}:${verdict.line}: ${verdict.kind}: ${verdict.message}${torn ? `; ${TORN}` : ''}`,
    };
  }
  const { lines, entries, checkpoints, unsigned, log, process } = verdict;
  const kept = anchors === 0 ? 'no anchor was given, so a cut tail could not be told' : `${anchors} anchors fit`;
  const open = unsigned === 0 ? '' : `; the last ${unsigned} entries stand behind the last checkpoint`;
  return {
    code: 0,
    text: `${file}: whole: ${lines} lines, ${entries} entries, ${checkpoints} checkpoints of ${process} (log ${log}); ${kept}${open}`,
  };
}

/** Those of this log. Others of the same process tell of a log that the file is not: a notice. */
function readAnchors(
  file: string | undefined,
  claimed: Claimed | undefined,
): { readonly anchors: string[]; readonly notices: string[] } {
  if (file === undefined) return { anchors: [], notices: [] };
  const all = readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);
  if (all.length === 0) throw new UsageError(`${file}: expected checkpoints, one a line, got none`);
  // Of a file that does not say which log it is, any will do: it is found bad for that.
  if (claimed === undefined) return { anchors: [], notices: [] };
  const mine = all.filter((each) => claimsOf(each)?.process === claimed.process);
  if (mine.length === 0) {
    throw new UsageError(`${file}: expected checkpoints of ${claimed.process}, which wrote the log, got others`);
  }
  const anchors = mine.filter((each) => claimsOf(each)?.log === claimed.log);
  const others = new Set(mine.flatMap((each) => claimsOf(each)?.log ?? [])).difference(new Set([claimed.log]));
  // Nothing that was kept is of this log: it took the place of the one that was.
  const last = claimsOf(mine.at(-1) ?? '')?.log;
  if (anchors.length === 0) return { anchors: mine.filter((each) => claimsOf(each)?.log === last), notices: [] };
  return {
    anchors,
    notices: [...others].map(
      (log) => `the anchors tell of another log of ${claimed.process}: ${log}; prove it as well`,
    ),
  };
}

function keysOf(process: string | undefined, folder: string): string {
  if (process === undefined || !/^[A-Za-z][A-Za-z0-9-]*$/.test(process)) {
    throw new UsageError('expected a log that names its process in its first line, or --keys, got neither');
  }
  const file = join(folder, `${process}.jwks.json`);
  if (existsSync(file)) return file;
  throw new UsageError(`expected --keys, or the public keys of ${process} in ${file}, got neither`);
}
