// `campaign explain`: what a code in an answer means, and what can be done.
import type { Command } from 'commander';
import { UsageError } from '../usage-error.ts';

export function explainCommand(program: Command): void {
  program
    .command('explain')
    .description('what an error code means; without one, lists the codes')
    .argument('[code]', 'for example PARTICIPANT_UNAVAILABLE')
    .action(async (code?: string) => {
      const [{ isErrorCode }, { errorList, errorPart }] = await Promise.all([
        import('#gateway/errors/error-table.ts'),
        import('#gateway/errors/document.ts'),
      ]);
      if (code === undefined) {
        process.stdout.write(errorList());
        return;
      }
      const known = code.toUpperCase();
      if (!isErrorCode(known))
        throw new UsageError(`expected one of the codes that \`campaign explain\` lists, got ${code}`);
      process.stdout.write(errorPart(known));
    });
}
