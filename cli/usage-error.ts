// Something the caller of a command can put right; its message says what was expected and what was got.
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
