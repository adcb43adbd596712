import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What a process says that had 200 MB of buffers, and holds one in a hundred of them. */
function trimmed(...flags: readonly string[]) {
  const program = `
    const { trimMemory } = await import(${JSON.stringify(join(import.meta.dirname, '../../cli/trim-memory.ts'))});
    let buffers = Array.from({ length: 10_000 }, () => Buffer.allocUnsafeSlow(20_000).fill(1));
    globalThis.held = buffers.filter((_, index) => index % 100 === 99);
    buffers = undefined;
    gc();
    await new Promise((done) => setTimeout(done, 300));
    const before = process.memoryUsage.rss();
    const { emitWarning } = process;
    const done = trimMemory();
    const given = before - process.memoryUsage.rss();
    console.log(JSON.stringify({ done, given, warns: process.emitWarning === emitWarning }));`;
  const own = ['--expose-gc', '--input-type=module', ...flags, '-e', program];
  const { stdout, stderr } = spawnSync(process.execPath, own, { encoding: 'utf8' });
  return { ...(JSON.parse(stdout) as { done: boolean; given: number; warns: boolean }), stderr };
}

const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
const can = header.glibcVersionRuntime !== undefined && process.versions.node.startsWith('26.');

describe('memory that was freed', () => {
  it.runIf(can)('goes back to the system, without a word', () => {
    const { given, ...rest } = trimmed();
    expect(rest).toEqual({ done: true, warns: true, stderr: '' });
    expect(given).toBeGreaterThan(100_000_000);
  });

  it('stays where Node has no foreign functions', () => {
    expect(trimmed('--no-experimental-ffi')).toMatchObject({ done: false, warns: true, stderr: '' });
  });
});
