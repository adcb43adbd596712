// Planning in a thread of its own: an operation of a new shape takes milliseconds, some take seconds, and nobody else's answer
// waits for it. The thread is started anew where it ends by itself, or has to be ended.
import { Worker } from 'node:worker_threads';
import type { Limits } from '../../config/read.ts';
import { FairQueue } from '../../queue/fair-queue.ts';
import type { WholePlan } from '../whole-plan.ts';
import { LateTexts } from './late-texts.ts';
import type { Asked, Ready, Said, SaidText, Start } from './messages.ts';
import { PlanningRefused } from './planning-refused.ts';

export interface PlanningThread {
  /** Rejects where the thread cannot plan over the supergraph. */
  readonly ready: Promise<void>;
  /**
   * @param text of a `NormalForm`.
   * @param who asks: each has its turn.
   * @throws PlanningRefused; Error where it cannot be planned whole.
   */
  plan(text: string, who: string): Promise<WholePlan>;
  /** Ends the thread as soon as nobody waits for a plan. Another begins where one is asked for after all. */
  end(): void;
  /** Ends it now: whoever waits is told. */
  abandon(): void;
}

export interface PlanningOptions {
  readonly limits: Pick<Limits, 'maxPlanningMs' | 'maxPlansWaiting'>;
  /** Told of a thread that ended, and why; another takes its place. */
  readonly onFailure: (error: Error) => void;
}

interface Waiting {
  readonly text: string;
  readonly since: number;
  resolve(plan: WholePlan): void;
  reject(error: Error): void;
}

interface Running {
  readonly worker: Worker;
  readonly ready: PromiseWithResolvers<void>;
  isReady: boolean;
}

const WORKER = new URL('./worker.ts', import.meta.url);
/** Two hundred participants take a tenth of it. */
const MOST_MB = 1_024;
/** How long a thread may take until it can plan. */
const START_MS = 60_000;
/** Sent at once, so that it need not wait for this thread between two. */
const AT_ONCE = 2;
/** The part of what may wait that one who asks may have waiting. */
const SHARE = 1 / 4;
/** How long one may wait, in times of what a plan may take. */
const PATIENCE = 3;

/** Begins a thread. */
export function planningThread(start: Start, options: PlanningOptions): PlanningThread {
  return new Planning(start, options);
}

class Planning implements PlanningThread {
  readonly ready: Promise<void>;
  readonly #start: Start;
  readonly #limits: PlanningOptions['limits'];
  readonly #onFailure: (error: Error) => void;
  readonly #queue = new FairQueue<Waiting>();
  /** In the order in which they will be answered. */
  readonly #sent: Waiting[] = [];
  readonly #late = new LateTexts();
  #running: Running | undefined;
  #timer: NodeJS.Timeout | undefined;
  #mayEnd = false;

  constructor(start: Start, { limits, onFailure }: PlanningOptions) {
    this.#start = start;
    this.#limits = limits;
    this.#onFailure = onFailure;
    this.ready = this.#begin();
    // Who waits for a plan is told in any case.
    this.ready.catch(() => undefined);
  }

  async plan(text: string, who: string): Promise<WholePlan> {
    if (this.#late.has(text)) throw this.#tooLate();
    const { maxPlansWaiting: most } = this.#limits;
    if (this.#queue.size + this.#sent.length >= most || this.#queue.of(who) >= Math.ceil(most * SHARE))
      throw new PlanningRefused('busy', `expected at most ${most} operations that wait for a plan, got another`);
    const { promise, resolve, reject } = Promise.withResolvers<WholePlan>();
    this.#queue.push(who, { text, since: performance.now(), resolve, reject });
    if (this.#running) this.#send(this.#running);
    else this.#begin().catch(() => undefined);
    return promise;
  }

  end(): void {
    this.#mayEnd = true;
    if (this.#sent.length === 0) this.#stop();
  }

  abandon(): void {
    this.#mayEnd = true;
    this.#stop();
    this.#rejectAll(new Error('the gateway was stopped'));
  }

  /** Asks all that were sent to another, and goes on. */
  #begin(): Promise<void> {
    const ready = Promise.withResolvers<void>();
    let worker: Worker;
    try {
      worker = new Worker(WORKER, { workerData: this.#start, resourceLimits: { maxOldGenerationSizeMb: MOST_MB } });
    } catch (error) {
      this.#rejectAll(asError(error));
      return Promise.reject(asError(error));
    }
    const running: Running = { worker, ready, isReady: false };
    this.#running = running;
    worker.once('message', (message: Ready) => {
      if (this.#running !== running) return;
      running.isReady = true;
      ready.resolve();
      worker.on('message', (said: SaidText) => this.#settle(running, JSON.parse(said) as Said, message));
      this.#watch(running);
    });
    worker.on('error', (error) => this.#failed(running, asError(error)));
    worker.once('exit', (code) =>
      this.#failed(running, new Error(`expected a thread that plans, it ended with ${code}`)),
    );
    this.#watchUntil(START_MS, () =>
      this.#failed(running, new Error('expected a thread that plans, it did not begin')),
    );
    for (const { text } of this.#sent) worker.postMessage({ text } satisfies Asked);
    this.#send(running);
    return ready.promise;
  }

  #send(running: Running): void {
    const wasIdle = this.#sent.length === 0;
    while (this.#sent.length < AT_ONCE) {
      const next = this.#queue.shift();
      if (!next) break;
      if (performance.now() - next.since > PATIENCE * this.#limits.maxPlanningMs) {
        next.reject(new PlanningRefused('busy', 'expected a plan in time, others came first'));
        continue;
      }
      this.#sent.push(next);
      running.worker.postMessage({ text: next.text } satisfies Asked);
    }
    if (running.isReady && wasIdle) this.#watch(running);
  }

  #settle(running: Running, said: Said, { alike }: Ready): void {
    // The last words of one that was ended.
    if (this.#running !== running) return;
    const first = this.#sent.shift();
    if ('fault' in said) first?.reject(new Error(said.fault));
    else first?.resolve({ ...said.planned, representatives: said.planned.representatives ?? alike });
    this.#send(running);
    this.#watch(running);
  }

  /** Waits for the first that was sent, if any; then the process stays for it. */
  #watch({ worker }: Running): void {
    clearTimeout(this.#timer);
    if (this.#sent.length > 0) {
      worker.ref();
      this.#watchUntil(this.#limits.maxPlanningMs, () => this.#giveUp());
    } else if (this.#mayEnd) this.#stop();
    else worker.unref();
  }

  #watchUntil(milliseconds: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, milliseconds);
  }

  #giveUp(): void {
    const first = this.#sent.shift();
    const late = this.#tooLate();
    if (first) this.#late.add(first.text);
    first?.reject(late);
    this.#onFailure(late);
    this.#again();
  }

  #tooLate(): PlanningRefused {
    const most = this.#limits.maxPlanningMs;
    return new PlanningRefused(
      'late',
      `expected an operation that is planned in ${most} ms, got one that takes longer`,
    );
  }

  /** The first that was sent is what it failed at, or else nothing can be planned. */
  #failed({ worker, ready, isReady }: Running, error: Error): void {
    if (this.#running?.worker !== worker) return;
    if (isReady) {
      this.#onFailure(error);
      this.#sent.shift()?.reject(error);
      this.#again();
    } else {
      this.#stop();
      ready.reject(error);
      this.#rejectAll(error);
    }
  }

  #again(): void {
    this.#stop();
    if (this.#sent.length + this.#queue.size > 0) this.#begin().catch(this.#onFailure);
  }

  #rejectAll(error: Error): void {
    for (const each of this.#sent.splice(0)) each.reject(error);
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) next.reject(error);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    const stopped = this.#running;
    this.#running = undefined;
    void stopped?.worker.terminate();
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
