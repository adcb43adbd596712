// `campaign import`: single incidents, or statistical returns, from a file into the participants' own databases.
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { ImportOptions } from '#subgraphs/intake/import.ts';
import { dataFolder } from '../data-folder.ts';
import { printable } from '../printable.ts';
import { prepareRoster, SHIPPED_ROSTER } from '../start/prepare.ts';
import { trialText } from '../trial-text.ts';
import { UsageError } from '../usage-error.ts';

interface Options {
  mapping: string;
  campaign: string;
  participant?: string;
  sheet?: string;
  encoding?: string;
  delimiter?: string;
  enrol: boolean;
  dryRun: boolean;
  replacePeriod?: string;
  yes: boolean;
  json: boolean;
}

export function importCommand(program: Command): void {
  program
    .command('import <file>')
    .description('import single incidents or statistical returns from CSV or .xlsx; `-` reads standard input')
    .requiredOption('--mapping <name>', 'a shipped mapping, or the path of one')
    .requiredOption('--campaign <code>', 'campaign that they are reported to; made where there is none')
    .option('--participant <code>', 'participant that reports them, where the mapping does not split by a column')
    .option('--sheet <name>', 'sheet of a workbook; without it the first that is not hidden')
    .option('--encoding <name>', 'encoding of a text, such as windows-1252; without it recognised')
    .option('--delimiter <character>', 'between the cells of a text, `tab` for a tab; without it recognised')
    .option('--enrol', 'add participants that the roster lacks, marked illustrative', false)
    .option('--dry-run', 'write nothing; tell what each column becomes and what would be rejected', false)
    .option(
      '--replace-period <period>',
      'remove what this mapping brought in of 2019, 2019-05 or 2018-10..2019-09 and the file no longer has',
    )
    .option('--yes', 'with --replace-period: also where more than a tenth of the period goes', false)
    .option('--json', 'end with one line of JSON on standard output', false)
    .action(async (file: string, options: Options) => {
      const { importFile, tryFile } = await import('#subgraphs/intake/import.ts');
      const { openCaseStore } = await import('#subgraphs/kit/store/open.ts');
      const { readPeriod } = await import('#subgraphs/intake/replace/period.ts');
      const period = options.replacePeriod === undefined ? undefined : readPeriod(options.replacePeriod);
      if (options.dryRun && period !== undefined)
        throw new UsageError('expected --dry-run without --replace-period: it cannot tell what would be removed');
      const folder = dataFolder();
      // A dry run writes nothing: where there is no roster yet, it is the one that there would be.
      if (!options.dryRun) prepareRoster(folder);
      const given: ImportOptions = {
        file,
        mapping: options.mapping,
        campaign: options.campaign,
        enrol: options.enrol,
        table: tableOptions(options),
        by: userInfo().username,
        data: {
          roster: options.dryRun && !existsSync(folder.roster) ? SHIPPED_ROSTER : folder.roster,
          campaigns: folder.campaigns,
          rejects: folder.rejects,
          openStore: (code) => openCaseStore({ participant: code, file: folder.participantDatabase(code) }),
        },
        onProgress: (line) => void process.stderr.write(`${printable(line)}\n`),
        ...(options.participant === undefined ? {} : { participant: options.participant }),
        ...(period === undefined ? {} : { replace: { period, sure: options.yes } }),
      };
      if (options.dryRun) {
        const trial = await tryFile(given);
        process.stdout.write(options.json ? `${JSON.stringify(trial)}\n` : trialText(trial));
        return;
      }
      const result = await importFile(given);
      const { read, imported, unchanged, rejected, removed, rejects } = result;
      const gone = removed === undefined ? '' : `, ${removed} removed`;
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ read, imported, unchanged, rejected, removed, rejects })}\n`
          : `${read} read, ${imported} imported, ${unchanged} unchanged, ${rejected} rejected${gone} (${printable(rejects)})\n`,
      );
    });
}

/** @throws UsageError where the delimiter is no single character. */
export function tableOptions({ sheet, encoding, delimiter }: Pick<Options, 'sheet' | 'encoding' | 'delimiter'>) {
  const between = delimiter?.toLowerCase() === 'tab' ? '\t' : delimiter;
  if (between !== undefined && between.length !== 1)
    throw new UsageError(`expected one character, or tab, for --delimiter, got ${JSON.stringify(delimiter)}`);
  return {
    ...(sheet !== undefined && { sheet }),
    ...(encoding !== undefined && { encoding }),
    ...(between !== undefined && { delimiter: between }),
  };
}
