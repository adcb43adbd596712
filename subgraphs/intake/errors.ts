// What stops an import as a whole. A fault of one row never does: that row is rejected (rejects/rejection.ts).

/** A file, mapping or option that an import cannot begin or go on with. The message says what was expected and got. */
export class ImportError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ImportError';
  }
}
