import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const CAMPAIGN = join(import.meta.dirname, '../../cli/campaign.mjs');

/** Threads that a process of the command has for what it cannot do by itself: counted as it ends, once one was needed. */
const COUNT = `
  import { readdirSync, readFileSync } from 'node:fs';
  import { stat } from 'node:fs/promises';
  process.once('beforeExit', async () => {
    await stat('.');
    const names = readdirSync('/proc/self/task').map((each) => readFileSync('/proc/self/task/' + each + '/comm', 'utf8'));
    process.stderr.write('threads ' + names.filter((name) => name === 'libuv-worker\\n').length);
  });`;

function threads(given?: string): string {
  const { UV_THREADPOOL_SIZE: _, ...others } = process.env;
  const env = given === undefined ? others : { ...others, UV_THREADPOOL_SIZE: given };
  const args = ['--import', `data:text/javascript,${encodeURIComponent(COUNT)}`, CAMPAIGN, '--help'];
  return spawnSync(process.execPath, args, { encoding: 'utf8', env }).stderr;
}

describe.skipIf(process.platform !== 'linux')('a process of the command', () => {
  it('has sixteen threads, so that eight names are looked for at once', () => {
    expect(threads()).toContain('threads 16');
  });

  it('has as many as it is told to', () => {
    expect(threads('6')).toContain('threads 6');
  });

  it.each(['', 'many', '0', '1'])('has sixteen where it is told what would leave one: "%s"', (given) => {
    expect(threads(given)).toContain('threads 16');
  });
});
