// What is wrong with a record entered by hand, told to who entered it.

/** Every fault, one a line: where, what was expected, what was got. */
export class EntryError extends Error {
  constructor(faults: readonly string[], options?: ErrorOptions) {
    super(faults.join('\n'), options);
    this.name = 'EntryError';
  }
}
