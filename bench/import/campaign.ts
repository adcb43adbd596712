// A campaign of its own for a measurement: the real processes, in a data folder of its own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../measure/free-port.ts';

const COMMAND = join(import.meta.dirname, '../../cli/campaign.mjs');

export interface RunningCampaign {
  /** Answer's `data`; undefined where it has errors. */
  query(query: string): Promise<unknown>;
  stop(): Promise<void>;
}

export async function runCampaign(folder: string): Promise<RunningCampaign> {
  const port = await freePort();
  const env = { ...process.env, CAMPAIGN_DATA_DIR: folder, PORT: String(port) };
  const child = spawn(process.execPath, [COMMAND, 'start'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const url = await ready(child);
  const agency = ['token', '--agency', 'VN', '--scope', 'case:read statistics:read'];
  const token = execFileSync(process.execPath, [COMMAND, ...agency], { env, encoding: 'utf8' }).trim();
  return {
    async query(query) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
      return errors === undefined ? data : undefined;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const url = /^ready (\S+)$/m.exec(text)?.[1];
      if (url !== undefined) done(url);
    });
    child.once('exit', (code) => fail(new Error(`expected a campaign, got its end (${code})`)));
  });
}
