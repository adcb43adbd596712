// `campaign audit`: proves audit logs, reads them, and gives out the checkpoints that the hub keeps.
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Command, InvalidArgumentError } from 'commander';
import { dataFolder } from '../data-folder.ts';
import { UsageError } from '../usage-error.ts';

export function auditCommand(program: Command): void {
  const audit = program.command('audit').description('prove and read audit logs');
  audit
    .command('verify')
    .description('prove a log whole or name its first bad line; exit code 0 whole, 1 not, 3 torn last line')
    .argument('<file>', 'audit log')
    .option('--anchor <file>', 'checkpoints that the hub kept (`campaign audit anchors`): finds a cut tail')
    .option('--keys <file>', 'public keys of the process that wrote it (JWKS); default: those in the data folder')
    .option('--process <name>', 'who should have written it')
    .action(async (file: string, options: { anchor?: string; keys?: string; process?: string }) => {
      const { verifyLog } = await import('../audit/verify.ts');
      const { code, text, notices } = await verifyLog(file, dataFolder().auditKeys, options);
      for (const notice of notices) process.stderr.write(`campaign: ${notice}\n`);
      process.stdout.write(`${text}\n`);
      process.exitCode = code;
    });
  audit
    .command('anchors')
    .description('print the checkpoints that the hub keeps, one a line, for `verify --anchor`')
    .option('--process <name>', 'of this process alone, for example gateway or VN')
    .option('--database <file>', 'database of the hub; default: the one in the data folder')
    .action((options: { process?: string; database?: string }) => {
      for (const checkpoint of keptCheckpoints(options.database ?? dataFolder().hubDatabase, options.process)) {
        process.stdout.write(`${checkpoint}\n`);
      }
    });
  audit
    .command('show')
    .description('print the entries of a log, the latest first, as JSON lines; whoever has the file may read all of it')
    .argument('<file>', 'audit log')
    .option('--agency <code>', 'only of callers of this participant')
    .option('--subject <name>', 'only of this caller')
    .option('--case <id>', 'only of this case')
    .option('--first <number>', 'at most so many', positive, 50)
    .action(async (file: string, options: ShowOptions & { first: number }) => {
      const { readBack } = await import('#trust/audit/index.ts');
      let left = options.first;
      for (let before: number | undefined; left > 0; ) {
        const { entries, next } = await readBack({
          file,
          before,
          most: left,
          wanted: (each) => isWanted(each, options),
        });
        for (const { sequence, at, entry } of entries) {
          process.stdout.write(`${JSON.stringify({ line: sequence, at, ...entry })}\n`);
        }
        left -= entries.length;
        if (next === undefined) return;
        before = next;
      }
    });
}

interface ShowOptions {
  readonly agency?: string;
  readonly subject?: string;
  readonly case?: string;
}

function isWanted(entry: { agency: string | null; subject: string | null; case?: string }, options: ShowOptions) {
  return (
    (options.agency === undefined || entry.agency === options.agency) &&
    (options.subject === undefined || entry.subject === options.subject) &&
    (options.case === undefined || entry.case === options.case)
  );
}

function keptCheckpoints(file: string, name: string | undefined): string[] {
  if (!existsSync(file)) throw new UsageError(`expected the database of a hub, got ${file}, which is not there`);
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const where = name === undefined ? '' : 'where process = ?';
    const statement = database.prepare(
      `select checkpoint from audit_checkpoint ${where} order by process, received_at, sequence`,
    );
    return statement.all(...(name === undefined ? [] : [name])).map(({ checkpoint }) => String(checkpoint));
  } finally {
    database.close();
  }
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('expected a whole number above 0.');
}
