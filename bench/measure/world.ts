// The mock subgraphs as a process, and the deployment over them.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { type Deployment, deploy } from '../world/deployment.ts';

export interface RunningWorld {
  readonly deployment: Deployment;
  close(): void;
}

/** @param slowest milliseconds of the farthest participant; 0 for none. */
export async function startWorld(participants: number, cases: number, slowest = 0): Promise<RunningWorld> {
  const child = fork(join(import.meta.dirname, '../world/subgraphs.ts'), [participants, cases, slowest].map(String), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ports = await new Promise<Record<string, number>>((ready, fail) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) ready(JSON.parse(text) as Record<string, number>);
    });
    child.once('exit', (code) => fail(new Error(`expected the mock subgraphs to run, got exit code ${code}`)));
  });
  const deployment = deploy(participants, ports);
  return {
    deployment,
    close() {
      child.kill();
      deployment.remove();
    },
  };
}
