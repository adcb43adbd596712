// Wires the commands. Standard output is data, standard error is progress; exit code 0 done, 1 failed, 2 wrong use.
import { Command, CommanderError } from 'commander';
import { ConfigurationError } from '#schema/configuration/read.ts';
import { EntryError } from '#subgraphs/intake/entry/error.ts';
import { ImportError, ImportUsageError } from '#subgraphs/intake/errors.ts';
import { RevisionConflict } from '#subgraphs/kit/store/expect.ts';
import { mayBeClosed } from './closed-pipe.ts';
import { auditCommand } from './commands/audit.ts';
import { caseCommand } from './commands/case.ts';
import { demoCommand } from './commands/demo.ts';
import { explainCommand } from './commands/explain.ts';
import { gatewayCommand } from './commands/gateway.ts';
import { hostCommand } from './commands/host.ts';
import { identityCommand } from './commands/identity.ts';
import { importCommand } from './commands/import.ts';
import { loginCommand } from './commands/login.ts';
import { mappingCommand } from './commands/mapping.ts';
import { startCommand } from './commands/start.ts';
import { subgraphCommand } from './commands/subgraph.ts';
import { tokenCommand } from './commands/token.ts';
import { whoseesCommand } from './commands/whosees.ts';
import { printable } from './printable.ts';
import { UsageError } from './usage-error.ts';

/** A file can be wrong in as many places as it has. */
const LONGEST_MESSAGE = 4_000;
/** Commands that run until they are ended: who reads them, and whether anybody does, is their own affair. */
const LASTING: ReadonlySet<string> = new Set(['start', 'gateway', 'subgraph', 'identity', 'host']);

/** Runs one command and ends the process with its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('campaign')
    .description('A GraphQL federation gateway over national customs data')
    .exitOverride()
    .showHelpAfterError();
  for (const add of [
    startCommand,
    demoCommand,
    tokenCommand,
    loginCommand,
    importCommand,
    mappingCommand,
    caseCommand,
    gatewayCommand,
    subgraphCommand,
    identityCommand,
    explainCommand,
    hostCommand,
    auditCommand,
    whoseesCommand,
  ])
    add(program);
  program.hook('preAction', (_, command) => {
    if (!LASTING.has(topOf(command).name())) mayBeClosed();
  });
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** `mapping` of `mapping schema`. */
function topOf(command: Command): Command {
  return command.parent?.parent == null ? command : topOf(command.parent);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const wrongUse = error instanceof UsageError || error instanceof ImportUsageError;
  const atFault = error instanceof EntryError || error instanceof RevisionConflict;
  if (wrongUse || atFault || error instanceof ConfigurationError || error instanceof ImportError) {
    const message = error instanceof ImportError ? error.message.replace(/\s+/gu, ' ') : error.message;
    process.stderr.write(`campaign: ${printable(message.slice(0, LONGEST_MESSAGE))}\n`);
    return wrongUse ? 2 : 1;
  }
  process.stderr.write(`campaign: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
