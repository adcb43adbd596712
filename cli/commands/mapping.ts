// `campaign mapping`: help for those who write one.
import type { Command } from 'commander';
import { printable } from '../printable.ts';
import { tableOptions } from './import.ts';

interface SuggestOptions {
  sheet?: string;
  encoding?: string;
  delimiter?: string;
}

export function mappingCommand(program: Command): void {
  const mapping = program.command('mapping').description('help to write a mapping for `campaign import`');
  mapping
    .command('suggest <file>')
    .description('propose a mapping from the headers and values of a file; `-` reads standard input')
    .option('--sheet <name>', 'sheet of a workbook; without it the first that is not hidden')
    .option('--encoding <name>', 'encoding of a text; without it recognised')
    .option('--delimiter <character>', 'between the cells of a text, `tab` for a tab; without it recognised')
    .action(async (file: string, options: SuggestOptions) => {
      const { suggestMapping } = await import('#subgraphs/intake/suggest/suggest.ts');
      const input = file === '-' ? process.stdin : undefined;
      const today = new Date().toISOString().slice(0, 10);
      process.stdout.write(await suggestMapping({ file, input, note, ...tableOptions(options) }, today));
    });
  mapping
    .command('schema')
    .description('print the JSON Schema of a mapping, for editors')
    .action(async () => {
      const { mappingSchema } = await import('#subgraphs/intake/mapping/json-schema.ts');
      process.stdout.write(`${JSON.stringify(mappingSchema(), null, 2)}\n`);
    });
  mapping
    .command('list')
    .description('print the names of the mappings of the project')
    .action(async () => {
      const { shippedMappings } = await import('#subgraphs/intake/mapping/load.ts');
      process.stdout.write(`${shippedMappings().join('\n')}\n`);
    });
}

function note(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}
