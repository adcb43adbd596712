// The stores that an import writes to: opened as participants come up, closed together.
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';

/** What an import needs of a participant's store; `openCaseStore` of the kit gives it. */
export interface IntakeStore {
  /** Writes all or none. */
  put(
    records: readonly CaseRecordInput[],
    origin: { by: string; file?: string },
  ): Promise<{ created: number; updated: number; unchanged: number }>;
  /** Cases that it holds already, with their phase; ids that it does not hold are passed over. */
  cases(ids: readonly string[]): Promise<readonly { readonly id: string; readonly phase: string | null }[]>;
  close(): Promise<void>;
}

export class Stores {
  readonly #open: (code: string) => Promise<IntakeStore>;
  readonly #stores = new Map<string, Promise<IntakeStore>>();

  constructor(open: (code: string) => Promise<IntakeStore>) {
    this.#open = open;
  }

  of(code: string): Promise<IntakeStore> {
    let store = this.#stores.get(code);
    if (!store) {
      store = this.#open(code);
      this.#stores.set(code, store);
    }
    return store;
  }

  async close(): Promise<void> {
    const stores = await Promise.allSettled(this.#stores.values());
    this.#stores.clear();
    await Promise.all(stores.filter((store) => store.status === 'fulfilled').map((store) => store.value.close()));
  }
}
