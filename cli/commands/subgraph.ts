// `campaign subgraph`: one subgraph, the hub or a participant's.
import type { Command } from 'commander';
import { untilStopped } from '../lifetime.ts';

const STARTS = {
  async campaign(file: string) {
    const { readHubConfig } = await import('#subgraphs/campaign/config.ts');
    const { startHub } = await import('#subgraphs/campaign/start.ts');
    return startHub(readHubConfig(file));
  },
  async participant(file: string) {
    const { readParticipantConfig } = await import('#subgraphs/participant/config.ts');
    const { startParticipant } = await import('#subgraphs/participant/start.ts');
    return startParticipant(readParticipantConfig(file));
  },
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
