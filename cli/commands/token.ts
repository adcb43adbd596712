// `campaign token`: a development token on standard output, for scripts.
import type { Command } from 'commander';
import { duration } from '#schema/configuration/values.ts';
import { readRoster } from '#schema/roster/roster.ts';
import { dataFolder } from '../data-folder.ts';
import { prepareRoster } from '../start/prepare.ts';
import { UsageError } from '../usage-error.ts';

interface Options {
  agency: string;
  scope: string;
  subject?: string;
  purpose?: string[];
  expiresIn: string;
}

export function tokenCommand(program: Command): void {
  program
    .command('token')
    .description('print a development token, trusted by the gateway of this data folder only')
    .requiredOption('--agency <code>', 'participant that the caller acts for, for example VN')
    .requiredOption('--scope <scopes>', 'scopes, separated by spaces, for example "case:read statistics:read"')
    .option('--subject <name>', 'who the caller is')
    .option('--purpose <purposes...>', 'purposes that the caller may state')
    .option('--expires-in <duration>', 'life of the token, for example 30m or 1h', '1h')
    .action(async (options: Options) => {
      const { ensureDevelopmentKey, signDevelopmentToken } = await import('#gateway/authentication/development-key.ts');
      if (!duration.safeParse(options.expiresIn).success) {
        throw new UsageError(`expected --expires-in to be a duration such as 30m or 1h, got ${options.expiresIn}`);
      }
      const agency = options.agency.toUpperCase();
      const folder = dataFolder();
      prepareRoster(folder);
      const codes = readRoster(folder.roster).participants.map((participant) => participant.code);
      if (!codes.includes(agency)) {
        throw new UsageError(`expected an agency on the roster (${codes.join(' ')}), got ${options.agency}`);
      }
      await ensureDevelopmentKey(folder.keys);
      const token = await signDevelopmentToken({
        keyFile: folder.developmentKey,
        agency,
        scope: options.scope,
        expiresIn: options.expiresIn,
        ...(options.subject === undefined ? {} : { subject: options.subject }),
        ...(options.purpose === undefined ? {} : { purposes: options.purpose }),
      });
      process.stdout.write(`${token}\n`);
    });
}
