// `campaign start`: the whole campaign on this machine, until it is stopped.
import type { Command } from 'commander';
import { dataFolder } from '../data-folder.ts';
import { untilStopped } from '../lifetime.ts';
import { UsageError } from '../usage-error.ts';

export function startCommand(program: Command): void {
  program
    .command('start')
    .description('run the whole campaign on this machine: hub, participants, gateway; seeded on the first start')
    .action(async () => {
      const { startCampaign } = await import('../start/supervisor.ts');
      const folder = dataFolder();
      const campaign = startCampaign(folder, port(), log);
      const stopped = untilStopped(() => campaign.close());
      try {
        const url = await campaign.ready;
        log('to sign in: npx --no campaign login, in a browser, or login --as lan, for a script; both print a token');
        log(`who there is, and their passwords: ${folder.passwords}`);
        log(`what the processes say: ${folder.logs}`);
        process.stdout.write(`ready ${url}\n`);
      } catch (error) {
        await campaign.close();
        throw error;
      }
      await stopped;
    });
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function port(): number {
  const text = process.env.PORT ?? '4000';
  const value = Number(text);
  if (/^\d+$/.test(text) && value > 0 && value < 65_536) return value;
  throw new UsageError(`expected PORT to be a port from 1 to 65535, got ${JSON.stringify(text)}`);
}
