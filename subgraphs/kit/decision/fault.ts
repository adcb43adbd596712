// The two ways in which release fails: policies that cannot be taken, at start, and a decision that cannot be made.

/** Policies that cannot be taken. `faults` holds one line for each: the policy, what was expected, what was got. */
export class ReleasePolicyError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ReleasePolicyError';
    this.faults = faults;
  }
}

/** A decision that the engine could not make. Its message is for the log, never for who asks. */
export class DecisionFailure extends Error {
  override readonly name = 'DecisionFailure';
}
