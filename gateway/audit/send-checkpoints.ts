// Brings the checkpoints of the audit log to the hub, which keeps them. Only the last one matters: it vouches for all
// lines before it. What the hub does not take now is sent again; no answer to a client waits for it.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import type { GatewayLogger } from '../operations/logger.ts';

export interface SendingOptions {
  /** Where the hub is now, and the connections to it. Undefined while it is not known. */
  readonly hub: () => { readonly url: URL; readonly dispatcher: Dispatcher } | undefined;
  readonly logger: GatewayLogger;
  /** Milliseconds before another attempt. Default 6,000: the hub takes one in five seconds. */
  readonly pause?: number;
}

export interface CheckpointSender {
  /** Takes the place of one that is still waiting. */
  send(checkpoint: string): void;
  /** Tries once more, for a second at most. */
  close(): Promise<void>;
}

export function checkpointSender({ hub, logger, pause = 6_000 }: SendingOptions): CheckpointSender {
  const closed = new AbortController();
  let waiting: string | undefined;
  let running: Promise<void> | undefined;

  /** Whether nothing more is to be done about it. */
  const attempt = async (checkpoint: string, timeout: number): Promise<boolean> => {
    const target = hub();
    if (target === undefined) return false;
    try {
      const { statusCode, body } = await request(new URL('/checkpoints', target.url), {
        dispatcher: target.dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ checkpoint }),
        signal: AbortSignal.timeout(timeout),
      });
      await body.dump();
      if (statusCode < 300) return true;
      const again = statusCode === 429 || statusCode >= 500;
      if (!again) logger.error({ statusCode }, 'The hub refused a checkpoint of the audit log: see its own log');
      return !again;
    } catch (error) {
      logger.debug({ err: error }, 'A checkpoint did not reach the hub; it is sent again');
      return false;
    }
  };
  const run = async () => {
    while (waiting !== undefined && !closed.signal.aborted) {
      const checkpoint = waiting;
      const done = await attempt(checkpoint, 5_000);
      // While it was on its way the next may have come.
      if (done && waiting === checkpoint) waiting = undefined;
      // Before the first supergraph nobody knows where the hub is.
      const wait = hub() === undefined ? Math.min(pause, 250) : pause;
      if (!done) await sleep(wait, undefined, { signal: closed.signal }).catch(() => undefined);
    }
  };

  return {
    send(checkpoint) {
      waiting = checkpoint;
      running ??= run().finally(() => {
        running = undefined;
      });
    },
    async close() {
      closed.abort();
      await running;
      if (waiting !== undefined) await attempt(waiting, 1_000);
    },
  };
}
