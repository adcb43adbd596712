// `campaign host`: the supervisor's own command; a process that hosts participants (cli/start/host.ts).
import type { Command } from 'commander';

export function hostCommand(program: Command): void {
  program.command('host', { hidden: true }).action(async () => (await import('../start/host.ts')).runHost());
}
