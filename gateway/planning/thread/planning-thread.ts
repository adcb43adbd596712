// Planning in a thread of its own: an operation of a new shape takes milliseconds, some take seconds, and nobody else's answer
// waits for it. The thread is started anew where it ends by itself, or has to be ended.
import { Worker } from 'node:worker_threads';
import type { Limits } from '../../config/read.ts';
import type { WholePlan } from '../whole-plan.ts';
import type { Asked, Ready, Said, SaidText, Start } from './messages.ts';

export interface PlanningThread {
  /** Rejects where the thread cannot plan over the supergraph. */
  readonly ready: Promise<void>;
  /**
   * @param text of a `NormalForm`.
   * @throws PlanningRefused; Error where it cannot be planned whole.
   */
  plan(text: string): Promise<WholePlan>;
  /** Ends the thread as soon as nobody waits for a plan. Another begins where one is asked for after all. */
  end(): void;
}

/** Why an operation was not planned, of which the gateway is not at fault. */
export class PlanningRefused extends Error {
  /** busy: others wait, as many as may. late: it takes longer than one may. */
  readonly why: 'busy' | 'late';

  constructor(why: PlanningRefused['why'], message: string) {
    super(message);
    this.why = why;
  }
}

export interface PlanningOptions {
  readonly limits: Pick<Limits, 'maxPlanningMs' | 'maxPlansWaiting'>;
  /** Told of a thread that ended, and why; another takes its place. */
  readonly onFailure: (error: Error) => void;
}

interface Waiting {
  readonly text: string;
  resolve(plan: WholePlan): void;
  reject(error: Error): void;
}

interface Running {
  readonly worker: Worker;
  readonly ready: PromiseWithResolvers<Ready>;
  isReady: boolean;
}

const WORKER = new URL('./worker.ts', import.meta.url);

/** Begins a thread. */
export function planningThread(start: Start, options: PlanningOptions): PlanningThread {
  return new Planning(start, options);
}

class Planning implements PlanningThread {
  readonly #start: Start;
  readonly #limits: PlanningOptions['limits'];
  readonly #onFailure: (error: Error) => void;
  /** In the order in which they were asked, and will be answered. */
  readonly #waiting: Waiting[] = [];
  #running: Running | undefined;
  #late: NodeJS.Timeout | undefined;
  #mayEnd = false;
  readonly ready: Promise<void>;

  constructor(start: Start, { limits, onFailure }: PlanningOptions) {
    this.#start = start;
    this.#limits = limits;
    this.#onFailure = onFailure;
    this.ready = this.#begin().ready.promise.then(() => undefined);
    this.ready.catch(() => undefined);
  }

  async plan(text: string): Promise<WholePlan> {
    const { maxPlansWaiting: most } = this.#limits;
    if (this.#waiting.length >= most)
      throw new PlanningRefused('busy', `expected at most ${most} operations that wait for a plan, got another`);
    const { promise, resolve, reject } = Promise.withResolvers<WholePlan>();
    this.#waiting.push({ text, resolve, reject });
    if (!this.#running) this.#begin();
    else this.#send(this.#running, text);
    return promise;
  }

  end(): void {
    this.#mayEnd = true;
    if (this.#waiting.length === 0) this.#stop();
  }

  /** Asks all that wait. */
  #begin(): Running {
    const worker = new Worker(WORKER, { workerData: this.#start });
    const running: Running = { worker, ready: Promise.withResolvers(), isReady: false };
    // Who waits for a plan is told in any case.
    running.ready.promise.catch(() => undefined);
    this.#running = running;
    worker.once('message', (ready: Ready) => {
      running.isReady = true;
      running.ready.resolve(ready);
      worker.on('message', (said: SaidText) => this.#settle(running, JSON.parse(said) as Said, ready));
      this.#watch(running);
    });
    worker.once('error', (error) => this.#failed(running, asError(error)));
    worker.once('exit', (code) =>
      this.#failed(running, new Error(`expected a thread that plans, it ended with ${code}`)),
    );
    for (const { text } of this.#waiting) this.#send(running, text);
    return running;
  }

  #send(running: Running, text: string): void {
    running.worker.postMessage({ text } satisfies Asked);
    if (running.isReady && this.#waiting.length === 1) this.#watch(running);
  }

  #settle(running: Running, said: Said, { alike }: Ready): void {
    // The last words of one that was ended.
    if (this.#running !== running) return;
    const first = this.#waiting.shift();
    if ('fault' in said) first?.reject(new Error(said.fault));
    else first?.resolve({ ...said.planned, representatives: said.planned.representatives ?? alike });
    this.#watch(running);
  }

  /** Waits for the first of those that wait, if any; then the process stays for it. */
  #watch({ worker }: Running): void {
    clearTimeout(this.#late);
    if (this.#waiting.length > 0) {
      worker.ref();
      this.#late = setTimeout(() => this.#tooLate(), this.#limits.maxPlanningMs);
    } else if (this.#mayEnd) this.#stop();
    else worker.unref();
  }

  #tooLate(): void {
    const message = `expected an operation that is planned in ${this.#limits.maxPlanningMs} ms, got one that takes longer`;
    this.#waiting.shift()?.reject(new PlanningRefused('late', message));
    this.#onFailure(new Error(message));
    this.#stop();
    if (this.#waiting.length > 0) this.#begin();
  }

  /** The first of those that wait is what it failed at, or else nothing can be planned. */
  #failed(running: Running, error: Error): void {
    if (this.#running !== running) return;
    this.#stop();
    if (running.isReady) this.#onFailure(error);
    else running.ready.reject(error);
    const failed = this.#waiting.splice(0, running.isReady ? 1 : this.#waiting.length);
    for (const each of failed) each.reject(error);
    if (this.#waiting.length > 0) this.#begin();
  }

  #stop(): void {
    clearTimeout(this.#late);
    const stopped = this.#running;
    this.#running = undefined;
    void stopped?.worker.terminate();
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
