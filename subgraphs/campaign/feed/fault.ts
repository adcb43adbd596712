// Why a reading of a feed stopped. SILENT: nobody answered as a feed does. WRONG: an answer that is not to be taken.
export type FaultKind = 'SILENT' | 'WRONG' | 'CURSOR_UNKNOWN';

/** For the log only: the message may name an address. */
export class FeedFault extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FeedFault';
    this.kind = kind;
  }
}
