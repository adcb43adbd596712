// Reads the feed of one participant again and again: to its end, a pause, and on. Whatever goes wrong with it stays
// with it: it backs off and tries again.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';
import type { FeedConfig } from '../config.ts';
import type { FeedTable } from '../database/tables.ts';
import type { FeedStatus } from '../generated/resolvers.ts';
import { applyPage, beginRereading, feedRow, type Writing } from './apply.ts';
import { type FaultKind, FeedFault } from './fault.ts';
import { askPage } from './page.ts';

/** Longest pause after failures, milliseconds. */
const LONGEST_PAUSE = 30_000;
/** A feed is current while its end was seen this many intervals ago at most, and never less than `GRACE` ms. */
const INTERVALS = 3;
const GRACE = 5_000;
/** Pages read before the reader pauses as after the last. */
const MOST_PAGES = 200;
/** Entries refused, more than were taken, after which the reader pauses ever longer. */
const MOST_REFUSED = 1_000;

export interface ReaderOptions {
  readonly participant: string;
  readonly writing: Writing;
  /** For one call. */
  readonly dispatcher: () => Dispatcher;
  readonly feeds: FeedConfig;
  readonly logger: ServerLogger;
  /** Undefined where no address is known. */
  address(): string | undefined;
  /** Opens the feed; for one call. */
  readonly assertion: () => Promise<string>;
  /** Gets the checkpoint that each page shows. */
  readonly onCheckpoint: (checkpoint: string) => void;
}

export interface ReaderState {
  readonly status: FeedStatus;
  readonly lastSeen: Date | null;
  readonly cursor: string | null;
  readonly failures: number;
  /** Entries neither taken nor kept apart, since the feed was last read from its start. */
  readonly rejectsDropped: number;
}

export class FeedReader {
  readonly #options: ReaderOptions;
  readonly #closed = new AbortController();
  #attempt = new AbortController();
  #cursor: string | null;
  #rereading: boolean;
  #lastSeen: Date | null;
  #failures = 0;
  /** Readings that gave mostly what cannot be taken; one that did not makes up for one. */
  #poor = 0;
  #rejectsDropped: number;
  #anewWanted = false;
  #fault: FaultKind | undefined;
  #address: string | undefined;
  #running: Promise<void> | undefined;

  constructor(options: ReaderOptions, row: FeedTable) {
    this.#options = options;
    this.#cursor = row.cursor;
    this.#rereading = row.rereading === 1;
    this.#rejectsDropped = row.rejects_dropped;
    this.#lastSeen = row.last_seen === null ? null : new Date(row.last_seen);
    this.#address = options.address();
  }

  get state(): ReaderState {
    return {
      status: this.#status(),
      lastSeen: this.#lastSeen,
      cursor: this.#cursor,
      failures: this.#failures,
      rejectsDropped: this.#rejectsDropped,
    };
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** To be called after addresses have changed: a new address is tried at once. */
  addressesChanged(): void {
    const address = this.#options.address();
    if (address === this.#address) return;
    this.#address = address;
    this.#failures = 0;
    this.#attempt.abort();
  }

  /** Has the feed read from its start. */
  readAnew(): void {
    this.#anewWanted = true;
    this.#poor = 0;
    this.#attempt.abort();
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#attempt.abort();
    await this.#running;
  }

  #status(): FeedStatus {
    if (this.#address === undefined || this.#fault === 'SILENT') return 'UNREACHABLE';
    if (this.#fault !== undefined || this.#lastSeen === null) return 'LATE';
    const lately = Math.max(GRACE, INTERVALS * this.#options.feeds.interval);
    return Date.now() - this.#lastSeen.getTime() <= lately ? 'CURRENT' : 'LATE';
  }

  async #run(): Promise<void> {
    const { interval } = this.#options.feeds;
    while (!this.#closed.signal.aborted) {
      this.#attempt = new AbortController();
      const url = this.#options.address();
      this.#address = url;
      if (url !== undefined) await this.#tryToEnd(url);
      const pause = this.#failures + this.#poor === 0 ? interval : backOff(interval, this.#failures + this.#poor);
      await sleep(pause, undefined, { signal: this.#attempt.signal }).catch(() => undefined);
    }
  }

  async #tryToEnd(url: string): Promise<void> {
    const { participant, logger } = this.#options;
    const { signal } = this.#attempt;
    try {
      await this.#readToEnd(url, signal);
      if (this.#fault !== undefined) logger.info({ participant }, 'The feed is read again');
      this.#fault = undefined;
      this.#failures = 0;
    } catch (error) {
      // Given up for a new address, or because the hub stops.
      if (signal.aborted) return;
      const kind = error instanceof FeedFault ? error.kind : 'WRONG';
      this.#failures += 1;
      if (kind !== this.#fault) logger.warn({ participant, fault: kind, err: error }, 'The feed cannot be read');
      this.#fault = kind;
      if (!(error instanceof FeedFault)) await this.#recall();
    }
  }

  /** After a write that failed: goes on from what the database holds. */
  async #recall(): Promise<void> {
    const { participant, writing, logger } = this.#options;
    try {
      const row = await feedRow(writing.database, participant);
      this.#cursor = row.cursor;
      this.#rereading = row.rereading === 1;
      this.#rejectsDropped = row.rejects_dropped;
    } catch (error) {
      logger.error({ participant, err: error }, 'The state of a feed cannot be read');
    }
  }

  async #readToEnd(url: string, signal: AbortSignal): Promise<void> {
    const { participant, writing, dispatcher, feeds, logger, assertion, onCheckpoint } = this.#options;
    const passed = new Set<string | null>([this.#cursor]);
    let begunAnew = false;
    const begin = async () => {
      await beginRereading(writing, participant);
      this.#cursor = null;
      this.#rereading = true;
      this.#rejectsDropped = 0;
      this.#anewWanted = false;
      passed.clear();
      begunAnew = true;
    };
    if (this.#anewWanted) await begin();
    let [taken, refused] = [0, 0];
    for (let pages = 1; ; pages += 1) {
      const after = this.#cursor;
      let answered: Awaited<ReturnType<typeof askPage>>;
      try {
        answered = await askPage(dispatcher(), {
          url,
          assertion: await assertion(),
          after,
          first: feeds.page,
          timeout: feeds.timeout,
          signal,
        });
      } catch (error) {
        const unknown = error instanceof FeedFault && error.kind === 'CURSOR_UNKNOWN';
        if (!unknown || after === null || begunAnew) throw error;
        logger.warn({ participant }, 'The store of a feed knows the cursor no more: its feed is read from the start');
        await begin();
        continue;
      }
      const { cursor, more, entries, checkpoint } = answered;
      if (checkpoint !== undefined) onCheckpoint(checkpoint);
      if (more && entries.length === 0)
        throw new FeedFault('WRONG', 'expected entries where more stand behind, got none');
      if (more && passed.has(cursor))
        throw new FeedFault('WRONG', 'expected a cursor that moves on, got one passed before');
      passed.add(cursor);
      // Not abandoned half-way: the transaction ends before the reader does.
      signal.throwIfAborted();
      if (entries.length > 0 || cursor !== after || this.#rereading) {
        const page = await applyPage(writing, { participant, after, cursor, end: !more, entries });
        const { rejected, dropped } = page;
        this.#rejectsDropped += dropped;
        if (rejected > 0) logger.warn({ participant, rejected, dropped }, 'Entries of a feed were not taken');
        refused += page.refused;
        taken += entries.length - page.refused;
      }
      this.#cursor = cursor;
      if (!more) {
        this.#rereading = false;
        this.#lastSeen = new Date();
      }
      const poor = refused >= MOST_REFUSED && refused > taken;
      if (more && !poor && pages < MOST_PAGES) continue;
      this.#poor = poor ? this.#poor + 1 : Math.max(0, this.#poor - 1);
      return;
    }
  }
}

/** Exponential, with jitter so that feeds that failed together are not tried together. */
function backOff(interval: number, failures: number): number {
  const longest = Math.min(LONGEST_PAUSE, interval * 2 ** Math.min(failures, 20));
  return longest * (0.5 + Math.random() / 2);
}
