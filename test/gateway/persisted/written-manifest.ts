// A manifest in a folder of its own, for a gateway to follow.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '#schema/configuration/write.ts';

export interface WrittenManifest {
  readonly file: string;
  /** Replaces the file by one of these texts. */
  write(...texts: readonly string[]): void;
  writeText(text: string): void;
  remove(): void;
}

export const idOf = (text: string) => createHash('sha256').update(text).digest('hex');

export function writtenManifest(...texts: readonly string[]): WrittenManifest {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-manifest-'));
  const file = join(folder, 'operations.json');
  const writeText = (text: string) => writeWhole(file, text);
  const write = (...all: readonly string[]) =>
    writeText(
      JSON.stringify({
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: all.map((body, index) => ({ id: idOf(body), name: `Operation${index}`, type: 'query', body })),
      }),
    );
  write(...texts);
  return { file, write, writeText, remove: () => rmSync(folder, { recursive: true }) };
}
