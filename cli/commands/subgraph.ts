// `campaign subgraph`: one subgraph, the hub or a participant's.
import type { Command } from 'commander';
import { readHubConfig } from '#subgraphs/campaign/config.ts';
import { startHub } from '#subgraphs/campaign/start.ts';
import { readParticipantConfig } from '#subgraphs/participant/config.ts';
import { startParticipant } from '#subgraphs/participant/start.ts';
import { untilStopped } from '../lifetime.ts';

const STARTS = {
  campaign: (file: string) => startHub(readHubConfig(file)),
  participant: (file: string) => startParticipant(readParticipantConfig(file)),
} as const;

export function subgraphCommand(program: Command): void {
  const subgraph = program.command('subgraph').description('run one subgraph until it is stopped');
  for (const [name, start] of Object.entries(STARTS)) {
    subgraph
      .command(name)
      .requiredOption('--config <file>', 'configuration of the subgraph')
      .action(async (options: { config: string }) => {
        const running = await start(options.config);
        process.stdout.write(`ready ${running.url}\n`);
        await untilStopped(() => running.close());
      });
  }
}
