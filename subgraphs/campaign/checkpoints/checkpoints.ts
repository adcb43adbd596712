// The checkpoints of audit logs that the hub keeps for others: an anchor each, since a log alone cannot tell that its
// tail was cut. Each is signed by the process that wrote the log, so it is kept as that process's and nobody else's.
// Nothing kept is ever changed or removed.
import type { Kysely } from 'kysely';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';
import { type Checkpoint, readCheckpoint } from '#trust/audit/index.ts';
import type { KeySet } from '#trust/keys/index.ts';
import type { HubTables } from '../database/tables.ts';

/** What became of a checkpoint. */
export type Outcome =
  | 'KEPT'
  /** The same is kept already. */
  | 'KNOWN'
  /** Another of this process was kept just now; to be sent again later, or the next instead. */
  | 'TOO_SOON'
  /** Not signed by a key of this process, or of another process. */
  | 'REFUSED'
  /** It ends before one that is kept, or says something else of the same line: the log was cut or forked. */
  | 'CONFLICT';

export interface CheckpointsOptions {
  /** For writing. */
  readonly database: Kysely<HubTables>;
  /** Public keys of a process; none for one that is not known. */
  readonly keysOf: (process: string) => Promise<KeySet>;
  readonly logger: ServerLogger;
  /** Milliseconds between two that are kept of one process: bounds what one can fill. Default 5,000. */
  readonly pause?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Characters; one has about 600. */
const LONGEST = 4_096;

interface Kept {
  readonly log: string;
  readonly sequence: number;
  readonly checkpoint: string;
  readonly at: number;
}

export class Checkpoints {
  readonly #options: CheckpointsOptions;
  readonly #last = new Map<string, Kept | undefined>();
  /** By known process, what was looked at last and not taken. */
  readonly #refused = new Map<string, { readonly checkpoint: string; readonly outcome: Outcome }>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: CheckpointsOptions) {
    this.#options = options;
  }

  /** Takes a checkpoint that came from `process`. One after the other: of two at once the older may come second. */
  async take(process: string, checkpoint: string): Promise<Outcome> {
    // Asked each time that a feed is read: what was looked at before costs nothing.
    if (this.#last.get(process)?.checkpoint === checkpoint) return 'KNOWN';
    const refused = this.#refused.get(process);
    if (refused?.checkpoint === checkpoint) return refused.outcome;
    const taken = this.#turn.then(() => this.#take(process, checkpoint));
    this.#turn = taken.catch(() => undefined);
    return taken;
  }

  async #take(process: string, text: string): Promise<Outcome> {
    const { database, keysOf, logger, pause = 5_000, now = Date.now } = this.#options;
    const keys = await keysOf(process);
    // Of a process that is not known nothing is remembered: anybody can think of names.
    if (keys.size === 0 || text.length > LONGEST) return 'REFUSED';
    const at = now();
    const last = await this.#lastOf(process);
    if (last?.checkpoint === text) return 'KNOWN';
    const read = await readCheckpoint(text, keys);
    if (read?.process !== process) {
      this.#refused.set(process, { checkpoint: text, outcome: 'REFUSED' });
      logger.warn({ process }, 'A checkpoint was refused: no key of this process signed it, or it is another’s');
      return 'REFUSED';
    }
    if (last !== undefined && at >= last.at && at - last.at < pause) return 'TOO_SOON';
    const same = await this.#outcomeBeside(read, text);
    if (same !== undefined) return same;
    const { log, sequence } = read;
    const row = { process, log, sequence, checkpoint: text, received_at: new Date(at).toISOString() };
    await database.insertInto('audit_checkpoint').values(row).execute();
    if (last !== undefined && last.log !== log) {
      logger.warn(
        { process, log, before: last.log },
        'A process has begun another audit log; the one before is closed',
      );
    }
    this.#last.set(process, { log, sequence, checkpoint: text, at });
    return 'KEPT';
  }

  /** Whether it fits what is kept of its log; undefined where it goes on from there. */
  async #outcomeBeside({ process, log, sequence }: Checkpoint, text: string): Promise<Outcome | undefined> {
    const { database, logger } = this.#options;
    const newest = await database
      .selectFrom('audit_checkpoint')
      .select(['sequence', 'checkpoint'])
      .where('process', '=', process)
      .where('log', '=', log)
      .where('sequence', '>=', sequence)
      .orderBy('sequence')
      .execute();
    if (newest.length === 0) return undefined;
    if (newest.some((row) => row.checkpoint === text)) return 'KNOWN';
    this.#refused.set(process, { checkpoint: text, outcome: 'CONFLICT' });
    const kept = Number(newest.at(-1)?.sequence);
    const message =
      'A checkpoint ends before one that is kept, or differs from it: the log was cut or forked, or an old one was sent again';
    logger.error({ process, log, sequence, kept }, message);
    return 'CONFLICT';
  }

  async #lastOf(process: string): Promise<Kept | undefined> {
    if (this.#last.has(process)) return this.#last.get(process);
    const row = await this.#options.database
      .selectFrom('audit_checkpoint')
      .select(['log', 'sequence', 'checkpoint', 'received_at'])
      .where('process', '=', process)
      .orderBy('received_at', 'desc')
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst();
    const last = row && {
      log: row.log,
      sequence: Number(row.sequence),
      checkpoint: row.checkpoint,
      at: Date.parse(row.received_at),
    };
    this.#last.set(process, last);
    return last;
  }
}
