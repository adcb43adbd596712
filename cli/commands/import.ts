// `campaign import`: single incidents from a file into the participants' own databases.
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { dataFolder } from '../data-folder.ts';
import { prepareRoster } from '../start/prepare.ts';

interface Options {
  mapping: string;
  campaign: string;
  participant?: string;
  enrol: boolean;
  json: boolean;
}

export function importCommand(program: Command): void {
  program
    .command('import <file>')
    .description('import single incidents; `-` reads standard input')
    .requiredOption('--mapping <name>', 'a shipped mapping, or the path of one')
    .requiredOption('--campaign <code>', 'campaign that the incidents are reported to; made where there is none')
    .option('--participant <code>', 'participant that reports them, where the mapping does not split by a column')
    .option('--enrol', 'add participants that the roster lacks, marked illustrative', false)
    .option('--json', 'end with one line of JSON on standard output', false)
    .action(async (file: string, options: Options) => {
      const { importFile } = await import('#subgraphs/intake/import.ts');
      const { openCaseStore } = await import('#subgraphs/kit/store/open.ts');
      const folder = dataFolder();
      prepareRoster(folder);
      const result = await importFile({
        file,
        mapping: options.mapping,
        campaign: options.campaign,
        enrol: options.enrol,
        by: userInfo().username,
        data: {
          roster: folder.roster,
          campaigns: folder.campaigns,
          rejects: folder.rejects,
          openStore: (code) => openCaseStore({ participant: code, file: folder.participantDatabase(code) }),
        },
        onProgress: (line) => void process.stderr.write(`${line}\n`),
        ...(options.participant === undefined ? {} : { participant: options.participant }),
      });
      const { read, imported, unchanged, rejected, rejects } = result;
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ read, imported, unchanged, rejected, rejects })}\n`
          : `${read} read, ${imported} imported, ${unchanged} unchanged, ${rejected} rejected (${rejects})\n`,
      );
    });
}
