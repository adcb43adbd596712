// Loads the supergraph and follows its files. A load that fails changes nothing: the last good schema stays.
import { ConfigurationError } from '#schema/configuration/read.ts';
import { readText } from '#schema/configuration/read-text.ts';
import { watchFiles } from '#schema/configuration/watch.ts';
import { RequirementsError } from '../authorization/index.ts';
import type { SupergraphSource } from '../config/read.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { ComposedSupergraph, Composition } from './compose.ts';
import { composeInWorker } from './compose-in-worker.ts';
import { takeComposed } from './composed-file.ts';
import { describeRefusal } from './ownership/refusal.ts';
import { readSources, sourceFiles, type TlsTo } from './read-sources.ts';

export interface FollowOptions {
  readonly source: SupergraphSource;
  readonly tlsTo: TlsTo;
  /** Takes a new supergraph into use; where it throws, the one before stays. */
  readonly onLoad: (supergraph: ComposedSupergraph) => Promise<void>;
  readonly logger: GatewayLogger;
  readonly metrics: Pick<Metrics, 'loads' | 'loadedAt' | 'refused' | 'notCalled'>;
  /** How often the files are looked at, milliseconds. Default 500. */
  readonly intervalMs?: number;
}

export interface Following {
  /** Looks at the files now, and waits until what they say is in use or refused. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** After a supergraph had to do without anything national: what was wrong may have been of the moment. */
const RETRY_REDUCED_MS = 600_000;
/** A worker that died or ran too long says nothing of the files: it is tried again. */
const RETRY_MS = 5_000;

/**
 * Settles after the first attempt to load, good or bad: a gateway without a schema is alive, and waits for its files.
 * @throws RequirementsError where a supergraph composed elsewhere has rights that are not understood whole.
 */
export async function followSupergraph(options: FollowOptions): Promise<Following> {
  const { source, logger, metrics } = options;
  const lastGood = new Map<string, string>();
  const closing = new AbortController();
  let retry: NodeJS.Timeout | undefined;
  let refused: RequirementsError | undefined;
  let queue: Promise<void> = Promise.resolve();

  const composition = async (nationals: boolean): Promise<Composition> =>
    'sdl' in source
      ? takeComposed(readText(source.sdl), options.tlsTo)
      : composeInWorker({ ...readSources(source, lastGood, options.tlsTo), nationals }, closing.signal);
  const take = async (composed: Composition) => {
    report(composed, logger, metrics);
    if (composed.sdl === undefined) throw new ConfigurationError(['the supergraph was not composed; see the refusals']);
    await options.onLoad(composed);
    // An SDL is good once the whole that it is part of is in use.
    const before = new Map(lastGood);
    lastGood.clear();
    for (const { name, published } of composed.routes) {
      const sdl = published?.reduced ? before.get(name) : published?.sdl;
      if (sdl !== undefined) lastGood.set(name, sdl);
    }
    return composed.routes.some(({ published }) => published?.reduced);
  };
  /** Whether what is national was left out. */
  const takeAny = async (): Promise<boolean> => {
    try {
      return await take(await composition(true));
    } catch (error) {
      // The files' own faults are told by refusals. What else fails may be anybody's: without nationals, if that helps.
      if (error instanceof ConfigurationError || 'sdl' in source || closing.signal.aborted) throw error;
      logger.error({ err: error }, 'A supergraph was not loaded; it is tried without anything national');
      const reduced = await composition(false);
      if (reduced.sdl === undefined || !reduced.routes.some(({ published }) => published?.reduced)) throw error;
      return await take(reduced);
    }
  };
  const again = (ms: number) => {
    retry = setTimeout(() => void enqueue(), ms);
    retry.unref();
  };
  const load = async () => {
    clearTimeout(retry);
    if (closing.signal.aborted) return;
    try {
      if (await takeAny()) again(RETRY_REDUCED_MS);
      metrics.loads.inc({ outcome: 'loaded' });
      metrics.loadedAt.set(Date.now() / 1_000);
      logger.info('A supergraph was loaded');
    } catch (error) {
      if (closing.signal.aborted) return;
      metrics.loads.inc({ outcome: 'failed' });
      logger.error({ err: error }, 'A supergraph was not loaded; the last good one stays');
      // What the files say stays wrong until they change.
      if (error instanceof RequirementsError && 'sdl' in source) refused = error;
      if (error instanceof ConfigurationError || error instanceof RequirementsError) return;
      again(RETRY_MS);
    }
  };
  const enqueue = () => {
    queue = queue.then(load);
    return queue;
  };

  // The watch begins before the first load: a change during it is seen after it.
  const watch = watchFiles(
    'sdl' in source ? () => [source.sdl] : sourceFiles(source),
    enqueue,
    (error) => logger.error({ err: error }, 'The files of the supergraph could not be followed'),
    options.intervalMs,
  );
  await enqueue();
  // Nobody but its author can put that right: to wait would hide it.
  if (refused) {
    watch.close();
    throw refused;
  }
  return {
    check: () => watch.check(),
    async close() {
      watch.close();
      clearTimeout(retry);
      closing.abort();
      await queue;
    },
  };
}

function report(composed: Composition, logger: GatewayLogger, metrics: FollowOptions['metrics']): void {
  metrics.refused.reset();
  metrics.notCalled.reset();
  for (const refusal of composed.refusals) {
    metrics.refused.set({ subgraph: refusal.subgraph }, 1);
    logger.warn({ refusal }, `A published SDL was refused: ${describeRefusal(refusal)}`);
  }
  if (composed.sdl === undefined) return;
  for (const { name, participant, url } of composed.routes)
    if (participant !== undefined && url === undefined) {
      metrics.notCalled.set({ subgraph: name }, 1);
      logger.warn({ participant }, 'A participant is not called: it has no published SDL that was taken');
    }
}
