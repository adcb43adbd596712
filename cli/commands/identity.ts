// `campaign identity`: the demonstration's OpenID provider, and a new signing key for it.
import type { Command } from 'commander';
import { dataFolder } from '../data-folder.ts';
import { untilStopped } from '../lifetime.ts';

export function identityCommand(program: Command): void {
  const identity = program
    .command('identity')
    .description("run the demonstration's OpenID provider until it is stopped")
    .option('--config <file>', 'identity.yaml')
    .action(async (options: { config?: string }, command: Command) => {
      if (options.config === undefined) command.error("error: required option '--config <file>' not specified");
      const { readIdentityConfig } = await import('#subgraphs/demo/identity/config.ts');
      const { startIdentity } = await import('#subgraphs/demo/identity/start.ts');
      const running = await startIdentity(readIdentityConfig(options.config ?? ''));
      process.stdout.write(`ready ${running.url}\n`);
      await untilStopped(() => running.close());
    });
  identity
    .command('rotate')
    .description('sign with a new key; a running provider and its gateway follow')
    .option('--forget', 'refuse at once what was signed before, not at its end')
    .action(async (options: { forget?: boolean }) => {
      const { ensureKeys, rotateKeys } = await import('#subgraphs/demo/identity/keys.ts');
      const file = dataFolder().identityKeys;
      await ensureKeys(file);
      const { kid } = await rotateKeys(file, options.forget ?? false);
      process.stdout.write(`${kid}\n`);
    });
}
