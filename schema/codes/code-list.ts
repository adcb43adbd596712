// Reads a code list: a YAML data file beside this one, with its source and version, checked once and kept.
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfiguration } from '../configuration/read.ts';

export interface CodeList<Entry> {
  /** Who publishes the list. */
  readonly source: string;
  /** Edition or date. */
  readonly version: string;
  /** Where it is published. Absent of a list of this project's own. */
  readonly url: string | undefined;
  readonly entries: readonly Entry[];
  /** The entry with this name, or one of its other names or codes. Case and blanks around it do not matter. */
  find(name: string): Entry | undefined;
}

/** What every list's entries may have beside their own fields: other names, found as the name is. */
export const otherNames = z.array(z.string().min(1)).default([]);

/**
 * A reader of `file`; the file is read at the first call.
 * @param namesOf everything that an entry is found by.
 * @throws ConfigurationError where the file does not fit; Error where two entries share a name.
 */
export function codeList<Schema extends z.ZodType>(
  file: string,
  entry: Schema,
  namesOf: (entry: z.output<Schema>) => readonly string[],
): () => CodeList<z.output<Schema>> {
  let list: CodeList<z.output<Schema>> | undefined;
  return () => {
    list ??= read(file, entry, namesOf);
    return list;
  };
}

function read<Schema extends z.ZodType>(
  file: string,
  entry: Schema,
  namesOf: (entry: z.output<Schema>) => readonly string[],
): CodeList<z.output<Schema>> {
  const schema = z.strictObject({
    source: z.string().min(1),
    version: z.string().min(1),
    url: z.url({ protocol: /^https$/ }).optional(),
    entries: z.array(entry).min(1),
  });
  const { source, version, url, entries } = readConfiguration(fileURLToPath(new URL(file, import.meta.url)), schema);
  const byName = new Map<string, z.output<Schema>>();
  for (const each of entries) {
    for (const key of new Set(namesOf(each).map(folded))) {
      if (byName.has(key)) throw new Error(`${file}: expected each name once, got ${JSON.stringify(key)} again`);
      byName.set(key, each);
    }
  }
  return { source, version, url, entries, find: (name) => byName.get(folded(name)) };
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}
