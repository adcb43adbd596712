// `campaign gateway`: one gateway. What a command runs is loaded when it runs: a process that hosts participants holds no
// planner.
import type { Command } from 'commander';
import { withUsualThreads } from '../gateway-flags.ts';
import { giveBackMemory } from '../give-back-memory.ts';
import { untilStopped } from '../lifetime.ts';

export function gatewayCommand(program: Command): void {
  program
    .command('gateway')
    .description('run one gateway until it is stopped')
    .requiredOption('--config <file>', 'gateway.yaml')
    .action(async (options: { config: string }) => {
      const [{ readGatewayConfig }, { startGateway }] = await Promise.all([
        import('#gateway/config/read.ts'),
        import('#gateway/server/start.ts'),
      ]);
      withUsualThreads();
      const gateway = await startGateway(readGatewayConfig(options.config));
      process.stdout.write(`ready ${gateway.url}\n`);
      const stop = giveBackMemory();
      await untilStopped(() => {
        stop();
        return gateway.close();
      });
    });
}
