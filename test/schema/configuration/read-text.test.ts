import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfiguration } from '#schema/configuration/read.ts';
import { readText } from '#schema/configuration/read-text.ts';
import { watchFiles } from '#schema/configuration/watch.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-text-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

writeFileSync(at('plain'), 'xin ch\u00e0o');
symlinkSync(at('plain'), at('link'));
mkdirSync(at('folder'));
execFileSync('mkfifo', [at('pipe')]);
writeFileSync(at('long'), 'x'.repeat(101));
const BAD = [
  ['a pipe', at('pipe'), 'ENOTFILE'],
  ['a device', '/dev/zero', 'ENOTFILE'],
  ['a folder', at('folder'), 'EISDIR'],
  ['a file that is too long', at('long'), 'EFBIG'],
  ['no file', at('none'), 'ENOENT'],
] as const;

describe('the text of a file', () => {
  it.each(['plain', 'link'])('is read from a %s file, up to the longest', (name) => {
    expect(readText(at(name))).toBe('xin ch\u00e0o');
    expect(readText(at('long'), 101)).toHaveLength(101);
  });

  it.each(BAD)('is not read from %s, which is said at once', (_, file, code) => {
    expect(() => readText(file, 100)).toThrow(expect.objectContaining({ code }));
  });

  it('of a pipe is a fault of the configuration', () => {
    expect(() => readConfiguration(at('pipe'), z.any())).toThrow(/pipe: expected a readable file, got ENOTFILE/);
  });

  it('is followed where a pipe stood before', async () => {
    execFileSync('mkfifo', [at('turned')]);
    let changes = 0;
    const watch = watchFiles(
      () => [at('turned')],
      () => {
        changes += 1;
      },
      () => undefined,
      3_600_000,
    );
    await watch.check();
    rmSync(at('turned'));
    writeFileSync(at('turned'), 'text');
    await watch.check();
    watch.close();
    expect(changes).toBe(1);
  });
});
