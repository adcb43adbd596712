import { afterEach, describe, expect, it } from 'vitest';
import { readOperations } from '#gateway/persisted/operation-list.ts';
import { idOf, type WrittenManifest, writtenManifest } from './written-manifest.ts';

const open: WrittenManifest[] = [];
afterEach(() => {
  for (const manifest of open.splice(0)) manifest.remove();
});
const written = (...texts: string[]) => {
  const manifest = writtenManifest(...texts);
  open.push(manifest);
  return manifest;
};

describe('a list of operations', () => {
  it('is what several manifests have, each text once', () => {
    const files = [written('{ a }', '{ b }').file, written('{ b }', '{ c }').file];
    const list = readOperations(files);
    expect(list.operations.map(({ text }) => text)).toEqual(['{ a }', '{ b }', '{ c }']);
    expect(list.find(idOf('{ c }'))?.text).toBe('{ c }');
    expect(list.find(`sha256:${idOf('{ c }')}`)).toBeUndefined();
    expect(['{ a }', '{ a } ', '{a}', ''].map((text) => list.has(text))).toEqual([true, false, false, false]);
  });

  it('tells the faults of all manifests at once', () => {
    const [good, bad] = [written('{ a }'), written()];
    bad.writeText('[]');
    expect(() => readOperations([good.file, bad.file, `${bad.file}.gone`])).toThrow(
      /^.*operations\.json: expected .* got a list\n.*operations\.json\.gone: expected a readable file.*ENOENT$/,
    );
  });

  it('takes no pipe and nothing without end for a manifest', () => {
    expect(() => readOperations(['/dev/zero'])).toThrow(/expected a readable file of at most 4 MiB, got ENOTFILE/);
    const long = written();
    long.writeText(' '.repeat(4 * 1_048_576 + 1));
    expect(() => readOperations([long.file])).toThrow(/got EFBIG/);
  });
});
