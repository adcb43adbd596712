// Reads the form of a record: YAML or JSON, from a file or standard input. What it says is checked later, with the record.
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { EntryError } from './error.ts';

/** Longest form, characters: a record is a page or two. */
const LONGEST = 1_000_000;

/** @throws EntryError where `text` is no YAML or JSON mapping. */
export function readForm(text: string, name: string): Readonly<Record<string, unknown>> {
  if (text.length > LONGEST) throw new EntryError([`${name}: expected at most ${LONGEST} characters, got more`]);
  // The core schema keeps dates as text.
  const document = parseDocument(text, { schema: 'core', strict: true });
  const faults = document.errors.map(({ message, linePos }) => `${name}:${linePos?.[0].line ?? 1}: ${message}`);
  if (faults.length > 0) throw new EntryError(faults);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new EntryError([`${name}: expected values that can be read, got ${(error as Error).message}`]);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new EntryError([`${name}: expected the fields of a record, got ${value === null ? 'nothing' : 'a value'}`]);
  return value as Readonly<Record<string, unknown>>;
}

/** @param file path, or `-` for standard input. */
export function readFormFile(file: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new EntryError([`expected a readable form, got ${(error as Error).message}`], { cause: error });
  }
  return readForm(text, file === '-' ? 'standard input' : file);
}
