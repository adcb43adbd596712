// The one error of a refused assertion. A caller learns that it was refused, an operator also why.

/** Why; for logs and metrics, never for the caller. */
export type Refusal =
  | 'MISSING'
  | 'NOT_ONE_TOKEN'
  | 'HEADER'
  | 'TYPE'
  | 'UNKNOWN_KEY'
  | 'SIGNATURE'
  | 'CLAIMS'
  | 'ISSUER'
  | 'AUDIENCE'
  | 'EXPIRED'
  | 'IN_THE_FUTURE'
  | 'LIFETIME';

export class AssertionRefused extends Error {
  readonly code = 'ASSERTION_REFUSED';

  constructor() {
    super('expected an assertion for this subgraph, got none that is good');
    this.name = 'AssertionRefused';
  }
}
