// Operations that took too long to plan are not tried again at once: each try costs all others the same time.
import { hash } from 'node:crypto';

/** So many are known, each for so long. */
const MOST = 1_000;
const FOR_MS = 60_000;

export class LateTexts {
  /** When each was given up, by the hash of its text; the oldest first. */
  readonly #since = new Map<string, number>();

  add(text: string): void {
    const key = keyOf(text);
    this.#since.delete(key);
    this.#since.set(key, performance.now());
    const [oldest] = this.#since.keys();
    if (this.#since.size > MOST && oldest !== undefined) this.#since.delete(oldest);
  }

  has(text: string): boolean {
    if (this.#since.size === 0) return false;
    const since = this.#since.get(keyOf(text));
    return since !== undefined && performance.now() - since < FOR_MS;
  }
}

function keyOf(text: string): string {
  return hash('sha256', text, 'base64');
}
