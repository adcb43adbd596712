// What stops an import as a whole. A fault of one row never does: that row is rejected (rejects/rejection.ts).

/** A file or mapping that an import cannot begin or go on with. The message says what was expected and got. */
export class ImportError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ImportError';
  }
}

/** Options that cannot be meant so: another file would not help. */
export class ImportUsageError extends ImportError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ImportUsageError';
  }
}
