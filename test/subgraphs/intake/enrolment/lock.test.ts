import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { withLock } from '#subgraphs/intake/enrolment/lock.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'lock-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

it('lets one in at a time, over processes, and leaves nothing behind', async () => {
  const at = folder();
  const counter = join(at, 'counter');
  writeFileSync(counter, '0');
  const module = new URL('../../../../subgraphs/intake/enrolment/lock.ts', import.meta.url).href;
  // Reads, waits and writes: without the lock, increments are lost.
  const code = `
    import { readFileSync, writeFileSync } from 'node:fs';
    const { withLock } = await import(${JSON.stringify(module)});
    for (let turn = 0; turn < 25; turn++) await withLock(${JSON.stringify(join(at, 'the.lock'))}, async () => {
      const value = Number(readFileSync(${JSON.stringify(counter)}, 'utf8'));
      await new Promise((resolve) => setTimeout(resolve, 1));
      writeFileSync(${JSON.stringify(counter)}, String(value + 1));
    });`;
  const children = [1, 2, 3].map(() =>
    spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' }),
  );
  await Promise.all(children.map((child) => once(child, 'exit')));
  expect(readFileSync(counter, 'utf8')).toBe('75');
  expect(readdirSync(at)).toEqual(['counter']);
});

it('takes over the lock of a process that is gone', async () => {
  const lock = join(folder(), 'the.lock');
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  writeFileSync(lock, JSON.stringify({ token: 'gone', pid: child.pid, host: hostname() }));
  const began = Date.now();
  await expect(withLock(lock, () => 'in')).resolves.toBe('in');
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(existsSync(lock)).toBe(false);
});

it('takes over the lock of an earlier process with its own number', async () => {
  const lock = join(folder(), 'the.lock');
  writeFileSync(lock, JSON.stringify({ token: 'gone', pid: process.pid, host: hostname() }));
  await expect(withLock(lock, () => 'in')).resolves.toBe('in');
});

it('takes over a lock of another machine only once it is old', async () => {
  const lock = join(folder(), 'the.lock');
  writeFileSync(lock, JSON.stringify({ token: 'far', pid: 1, host: 'elsewhere' }));
  let entered = false;
  const waiting = withLock(lock, () => {
    entered = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(entered).toBe(false);
  utimesSync(lock, new Date(0), new Date(0));
  await waiting;
  expect(entered).toBe(true);
});

it('lets go where the work fails', async () => {
  const lock = join(folder(), 'the.lock');
  const failing = withLock(lock, () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await expect(withLock(lock, () => 'in')).resolves.toBe('in');
});
