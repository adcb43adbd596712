// Reads a YAML file against a zod schema. Every fault names the file, the line, what was expected and what was got.
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { readText } from './read-text.ts';

/** A configuration file that cannot be taken. `faults` holds one line for each fault: `file:line: path: message`. */
export class ConfigurationError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigurationError';
    this.faults = faults;
  }
}

/**
 * Reads and checks `file`.
 * @throws ConfigurationError where the file cannot be read, is not YAML, or does not fit `schema`.
 */
export function readConfiguration<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    throw new ConfigurationError([
      `${file}: expected a readable file, got ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
    ]);
  }
  return parseConfiguration(text, schema, file);
}

/** As `readConfiguration`, from text already read; `file` is named in faults. */
export function parseConfiguration<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  file: string,
): z.output<Schema> {
  const lines = new LineCounter();
  // The core schema keeps dates as text: YAML 1.1 would make them instants in some time zone.
  const document = readable(file, () => parseDocument(text, { lineCounter: lines, schema: 'core', strict: true }));
  if (document.errors.length > 0) {
    throw new ConfigurationError(
      document.errors.map((error) => `${file}:${error.linePos?.[0].line ?? 1}: ${error.message}`),
    );
  }
  const checked = schema.safeParse(readable(file, () => document.toJS({ maxAliasCount: 100 })));
  if (checked.success) return checked.data;
  throw new ConfigurationError(checked.error.issues.map((issue) => describe(issue, document, lines, file)));
}

/** Too many aliases and nesting without end are thrown by the reader, in words that name no file. */
function readable<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new ConfigurationError([`${file}:1: expected values that can be read, got ${(error as Error).message}`]);
  }
}

function describe(issue: z.core.$ZodIssue, document: Document.Parsed, lines: LineCounter, file: string): string {
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const line = lineOf(unknownKey === undefined ? path : [...path, unknownKey], document, lines);
  return `${file}:${line}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${issue.message}`;
}

function lineOf(path: readonly PropertyKey[], document: Document.Parsed, lines: LineCounter): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
