// The composed schema's security directives are not understood whole. Whoever gets this serves nothing with that schema.

export class RequirementsError extends Error {
  /** One line a fault: coordinate, what was expected, what was got. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'RequirementsError';
    this.problems = problems;
  }
}
