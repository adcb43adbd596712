import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const COMMAND = join(import.meta.dirname, '../../cli/campaign.mjs');

it('a command whose reader has seen enough, as `head`, ends without a word', async () => {
  const child = spawn(process.execPath, [COMMAND, 'mapping', 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ said, code }).toEqual({ said: '', code: 0 });
}, 60_000);
