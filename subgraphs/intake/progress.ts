// What an import tells while it runs: counts, rows a second, and the time that is left.

export interface Counts {
  readonly read: number;
  readonly imported: number;
  readonly unchanged: number;
  readonly rejected: number;
}

/** Milliseconds between two lines. */
const EVERY = 1_000;
/** Before that no rate can be told. */
const SHORTEST = 200;

export class Progress {
  readonly #tell: (line: string) => void;
  readonly #done: () => number | undefined;
  readonly #now: () => number;
  readonly #began: number;
  #last: number;

  /** @param done part of the file that is read, from 0 to 1; undefined where its size is not known. */
  constructor(tell: (line: string) => void, done: () => number | undefined, now: () => number = Date.now) {
    this.#tell = tell;
    this.#done = done;
    this.#now = now;
    this.#began = now();
    this.#last = this.#began;
  }

  /** Tells, but no more than a line a second. */
  update(counts: Counts): void {
    const now = this.#now();
    if (now - this.#last < EVERY) return;
    this.#last = now;
    const done = this.#done();
    const spent = now - this.#began;
    const left = done === undefined || done <= 0 ? undefined : Math.max(0, (spent / done) * (1 - done));
    const part = done === undefined ? [] : [`${Math.min(99, Math.floor(done * 100))} %`];
    const rest = left === undefined ? [] : [`${duration(left)} left`];
    this.#tell([counted(counts), rate(counts.read, spent), ...part, ...rest].join(', '));
  }

  end(counts: Counts): void {
    const spent = this.#now() - this.#began;
    const speed = spent < SHORTEST ? [] : [rate(counts.read, spent), `took ${duration(spent)}`];
    this.#tell([counted(counts), ...speed].join(', '));
  }
}

function counted({ read, imported, unchanged, rejected }: Counts): string {
  return `${read} read: ${imported} imported, ${unchanged} unchanged, ${rejected} rejected`;
}

function rate(rows: number, milliseconds: number): string {
  return `${Math.round(rows / (milliseconds / 1000))} rows/s`;
}

/** For example `8 s`, `2 min 5 s`, `1 h 10 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
