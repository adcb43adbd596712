// The stores that an import writes to: opened as participants come up, closed together.
import type { CaseStore } from '#subgraphs/kit/store/case-store.ts';

/** What an import needs of a participant's store; `openCaseStore` of the kit gives it. */
export type IntakeStore = Pick<CaseStore, 'put' | 'putReturns' | 'cases' | 'returns' | 'imported' | 'remove' | 'close'>;

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
