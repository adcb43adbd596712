// `campaign gateway`: one gateway.
import type { Command } from 'commander';
import { readGatewayConfig } from '#gateway/config/read.ts';
import { startGateway } from '#gateway/server/start.ts';
import { untilStopped } from '../lifetime.ts';

export function gatewayCommand(program: Command): void {
  program
    .command('gateway')
    .description('run one gateway until it is stopped')
    .requiredOption('--config <file>', 'gateway.yaml')
    .action(async (options: { config: string }) => {
      const gateway = await startGateway(readGatewayConfig(options.config));
      process.stdout.write(`ready ${gateway.url}\n`);
      await untilStopped(() => gateway.close());
    });
}
