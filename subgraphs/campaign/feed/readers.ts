// Reads all feeds, side by side: one reader for each participant on the roster that reports cases.
import type { Kysely } from 'kysely';
import { subgraphName } from '#schema/roster/roster.ts';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';
import type { FeedSigner } from '#trust/assertion/index.ts';
import type { Checkpoints } from '../checkpoints/checkpoints.ts';
import type { FeedConfig } from '../config.ts';
import type { HubTables } from '../database/tables.ts';
import { type Addresses, followAddresses } from './addresses.ts';
import { feedRow, type Writing, waitingDropped } from './apply.ts';
import { type FeedConnections, feedConnections } from './connections.ts';
import { FeedReader, type ReaderState } from './reader.ts';

/** How often what was last seen is written down, milliseconds: each reading would be a write for nothing new. */
const NOTE_EVERY = 15_000;
const NEVER_READ: ReaderState = { status: 'LATE', lastSeen: null, cursor: null, failures: 0, rejectsDropped: 0 };

export interface FeedReadersOptions {
  readonly writing: Writing;
  readonly feeds: FeedConfig;
  /** File. */
  readonly supergraph: string;
  /** Opens the feeds. */
  readonly signer: FeedSigner;
  /** Where the checkpoints of participants go. */
  readonly checkpoints: Pick<Checkpoints, 'take'>;
  readonly logger: ServerLogger;
}

export class FeedReaders {
  readonly #options: FeedReadersOptions;
  readonly #readers = new Map<string, FeedReader>();
  readonly #connections: FeedConnections;
  readonly #addresses: Addresses;
  readonly #timer: NodeJS.Timeout;

  /** @throws ConfigurationError where the certificates for feeds on other machines cannot be taken. */
  constructor(options: FeedReadersOptions) {
    this.#options = options;
    const { supergraph, logger } = options;
    const { tls } = options.feeds;
    this.#connections = feedConnections(tls, logger);
    this.#addresses = followAddresses(
      supergraph,
      () => {
        for (const reader of this.#readers.values()) reader.addressesChanged();
      },
      logger,
      tls !== undefined,
    );
    this.#timer = setInterval(() => {
      this.#note().catch((error: unknown) => logger.error({ err: error }, 'What was last seen was not written down'));
    }, NOTE_EVERY);
    this.#timer.unref();
  }

  /** Reads the feeds of these participants from now on, and of no others. */
  async read(participants: readonly string[]): Promise<void> {
    const { writing, feeds, signer, checkpoints, logger } = this.#options;
    const leaving = [...this.#readers].filter(([participant]) => !participants.includes(participant));
    for (const [participant] of leaving) this.#readers.delete(participant);
    await Promise.all(leaving.map(([, reader]) => reader.close()));
    for (const participant of participants) {
      if (this.#readers.has(participant)) continue;
      const row = await feedRow(writing.database, participant);
      const address = () => this.#addresses.of(participant);
      const assertion = () => signer.assertionFor({ subgraph: subgraphName(participant) });
      const onCheckpoint = (checkpoint: string) => {
        // Whatever comes of it, the feed is read on.
        checkpoints.take(participant, checkpoint).catch((error: unknown) => {
          logger.error({ participant, err: error }, 'A checkpoint could not be kept');
        });
      };
      const reader = new FeedReader(
        {
          participant,
          writing,
          dispatcher: () => this.#connections.current(),
          feeds,
          logger,
          address,
          assertion,
          onCheckpoint,
        },
        row,
      );
      this.#readers.set(participant, reader);
      reader.start();
    }
  }

  /** State of the participant's feed. */
  of(participant: string): ReaderState {
    return this.#readers.get(participant)?.state ?? NEVER_READ;
  }

  /**
   * Reads anew the feeds of which entries that waited for a phase could not be kept: it may be there now.
   * @returns the participants.
   */
  async readDropped(): Promise<readonly string[]> {
    const participants = (await waitingDropped(this.#options.writing)).filter((each) => this.#readers.has(each));
    for (const participant of participants) this.#readers.get(participant)?.readAnew();
    return participants;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#addresses.close();
    await Promise.all([...this.#readers.values()].map((reader) => reader.close()));
    await this.#note();
    await this.#connections.close();
  }

  async #note(): Promise<void> {
    await noteSeen(
      this.#options.writing.database,
      [...this.#readers].map(([participant, { state }]) => ({ participant, ...state })),
    );
  }
}

/** Of feeds that have a row: one that was never read has nothing to note. */
async function noteSeen(
  database: Kysely<HubTables>,
  feeds: readonly ({ readonly participant: string } & ReaderState)[],
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const { participant, lastSeen, failures } of feeds) {
      await transaction
        .updateTable('feed')
        .set({ last_seen: lastSeen?.toISOString() ?? null, failures })
        .where('participant', '=', participant)
        .execute();
    }
  });
}
