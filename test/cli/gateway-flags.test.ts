import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flagsFor, GATEWAY_FLAGS } from '../../cli/gateway-flags.ts';

const FLAGS = pathToFileURL(join(import.meta.dirname, '../../cli/gateway-flags.ts')).href;
let folder: string;
let program: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'campaign-flags-'));
  program = join(folder, 'program.mjs');
  const say = 'const said = JSON.stringify({ flags: process.execArgv, args: process.argv.slice(2) });';
  const out = 'process.send ? process.send(said) : process.stdout.write(said);';
  writeFileSync(program, `import { withGatewayFlags } from '${FLAGS}'; withGatewayFlags(); ${say} ${out}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...flags: string[]) =>
  JSON.parse(
    execFileSync(process.execPath, [...flags, program, 'gateway', '--config', 'x y'], { encoding: 'utf8' }),
  ) as unknown;

describe.skipIf(process.platform === 'win32')('a gateway started by hand', () => {
  it('runs with the flags, and with the arguments as they were given', () => {
    expect(run()).toEqual({ flags: GATEWAY_FLAGS, args: ['gateway', '--config', 'x y'] });
  });

  it('keeps a flag that was given, with its own value', () => {
    const given = ['--max-semi-space-size=32', '--no-warnings'];
    const others = GATEWAY_FLAGS.filter((flag) => !flag.startsWith('--max-semi-space-size'));
    expect(run(...given)).toEqual({ flags: [...others, ...given], args: ['gateway', '--config', 'x y'] });
  });

  it('has none on a Node that they were not tried with, which might not start with one', () => {
    expect(flagsFor('27.0.0')).toEqual([]);
  });

  it('knows each flag: this version of V8 has it', () => {
    expect(GATEWAY_FLAGS).not.toEqual([]);
    const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
    for (const flag of GATEWAY_FLAGS)
      expect(known).toContain(`--${flag.replace(/^--(no-)?/, '').replace(/=.*/, '')} (`);
  });

  it('keeps its channel to a parent', async () => {
    const child = fork(program, [], { execArgv: [] });
    const [said] = (await once(child, 'message')) as [string];
    expect(JSON.parse(said)).toEqual({ flags: [], args: [] });
  });

  it('begins threads with V8\u2019s own young generation', () => {
    // Some of it is alive at each collection: V8 makes room for more, as far as it may.
    const fill = `let kept = [];
      for (let index = 0; index < 6e6; index += 1) { kept.push({ index, each: [index] }); if (kept.length > 3e4) kept = []; }
      const { space_size } = require('node:v8').getHeapSpaceStatistics().find((each) => each.space_name === 'new_space');
      require('node:worker_threads').parentPort.postMessage(space_size / 2 ** 20);`;
    const main = join(folder, 'threads.mjs');
    writeFileSync(
      main,
      `import { Worker } from 'node:worker_threads'; import { withUsualThreads } from '${FLAGS}';
      if (process.argv[2] === 'usual') withUsualThreads();
      new Worker(${JSON.stringify(fill)}, { eval: true }).on('message', (size) => process.stdout.write(String(size)));`,
    );
    const size = (...args: string[]) =>
      Number(execFileSync(process.execPath, [...GATEWAY_FLAGS, main, ...args], { encoding: 'utf8' }));
    expect(size('usual')).toBeLessThanOrEqual(34);
    expect(size()).toBeGreaterThan(34);
  });
});
