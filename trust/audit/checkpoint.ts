// A signed word about a log: "up to line N, whose hash is H, this log is mine". Kept elsewhere (at the hub) it is an
// anchor: the file alone cannot tell that its tail was cut.
import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import type { KeySet } from '../keys/key-set.ts';
import type { ServiceKey } from '../keys/service-key.ts';
import { canonicalJson } from './canonical.ts';

const TYPE = 'campaign-audit-checkpoint';

/** The HTTP header in which a participant shows its last checkpoint to the hub, with each page of its feed. */
export const CHECKPOINT_HEADER = 'x-campaign-audit-checkpoint';

const claims = z.strictObject({
  at: z.iso.datetime(),
  /** At most so many entries follow before the next checkpoint. */
  every: z.int().positive(),
  /** Hash of line `sequence`. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Id of the log, drawn when the file was made: another file is another log. */
  log: z.uuid(),
  /** Name of the process that writes. */
  process: z.string().min(1),
  reason: z.enum(['OPENED', 'ENTRIES', 'TIME', 'RECOVERED', 'CLOSED']),
  /** Number of lines before the checkpoint's own line, which is the next; 0 in a new log. */
  sequence: z.int().nonnegative(),
  /** A torn tail that was put aside when the log was opened. */
  torn: z
    .strictObject({ bytes: z.int().positive(), file: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
    .optional(),
});

export type Checkpoint = z.output<typeof claims>;

export async function signCheckpoint(checkpoint: Checkpoint, key: ServiceKey): Promise<string> {
  return new CompactSign(Buffer.from(canonicalJson(claims.parse(checkpoint))))
    .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid: key.publicKey.kid })
    .sign(key.privateKey);
}

/** Verifies a checkpoint (compact JWS). Undefined where it is not one, or none of `keys` signed it. */
export async function readCheckpoint(checkpoint: string, keys: KeySet): Promise<Checkpoint | undefined> {
  try {
    const { alg, typ, kid, ...others } = decodeProtectedHeader(checkpoint);
    const key = typeof kid === 'string' ? keys.get(kid) : undefined;
    if (key === undefined || alg !== 'EdDSA' || typ !== TYPE || Object.keys(others).length > 0) return undefined;
    const { payload } = await compactVerify(checkpoint, key, { algorithms: ['EdDSA'] });
    return claims.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)));
  } catch {
    return undefined;
  }
}
