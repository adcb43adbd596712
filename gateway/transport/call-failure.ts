// Why a subgraph gave no answer that could be used, or (`misfit`) one of which a part could not. For the log and the metrics,
// never for the client.

export type FailureKind =
  | 'busy'
  | 'spared'
  | 'connection'
  | 'untrusted'
  | 'timeout'
  | 'too-large'
  | 'nonsense'
  | 'errors'
  | 'misfit'
  | 'not-called'
  | 'refused'
  | 'unexpected';

export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
