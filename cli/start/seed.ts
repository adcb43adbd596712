// Seeds the demonstration, in a process of its own: what seeding takes of memory is given back when it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { COMMAND } from './child.ts';

/**
 * Runs `campaign demo seed`, which does nothing where this folder has been seeded already.
 * @param own registers what ends the process when the campaign is closed meanwhile.
 */
export async function runSeed(root: string, own: (started: { close(): void }) => void): Promise<void> {
  const child = spawn(process.execPath, [COMMAND, 'demo', 'seed'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CAMPAIGN_DATA_DIR: root },
  });
  own({ close: () => void child.kill('SIGTERM') });
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the demonstration was not seeded (${signal ?? `exit code ${code}`})`);
}
