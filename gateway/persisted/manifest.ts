// Reads a manifest of persisted operations, in either of the two forms that clients' tools write: Apollo's
// (`format: apollo-persisted-query-manifest`), or an object of texts by their ids (GraphQL Code Generator, Relay).
import { createHash } from 'node:crypto';
import { ConfigurationError } from '#schema/configuration/read.ts';

export interface PersistedOperation {
  /** SHA-256 of the text, hex. */
  readonly id: string;
  /** As the manifest has it. */
  readonly name: string | undefined;
  /** As clients send it: another space is another operation. */
  readonly text: string;
}

const FORMAT = 'apollo-persisted-query-manifest';
const FORMS = `expected { format: "${FORMAT}", version: 1, operations: [{ id, name, type, body }] }, or an object of texts by their ids`;
const TYPES: readonly unknown[] = ['query', 'mutation', 'subscription'];

type Fault = (where: string, message: string) => void;

/**
 * @param file is named in faults.
 * @throws ConfigurationError with a line for each entry that cannot be taken: then none is.
 */
export function readManifest(text: string, file: string): PersistedOperation[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError([`${file}: expected JSON, got what is none: ${(error as Error).message}`]);
  }
  const faults: string[] = [];
  const fault: Fault = (where, message) => void faults.push(`${file}: ${where}: ${message}`);
  if (!isRecord(manifest)) throw new ConfigurationError([`${file}: ${FORMS}, got ${shown(manifest)}`]);
  const operations = 'format' in manifest ? readApollo(manifest, file, fault) : readTexts(manifest, fault);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return operations;
}

function readApollo(manifest: Record<string, unknown>, file: string, fault: Fault): PersistedOperation[] {
  const { format, version, operations } = manifest;
  if (format !== FORMAT || version !== 1 || !Array.isArray(operations))
    throw new ConfigurationError([
      `${file}: ${FORMS}, got format ${shown(format)}, version ${shown(version)}, operations ${shown(operations)}`,
    ]);
  return operations.flatMap((each: unknown, index) => {
    const where = `operations[${index}]`;
    if (!isRecord(each)) {
      fault(where, `expected { id, name, type, body }, got ${shown(each)}`);
      return [];
    }
    const { id, name, type, body } = each;
    if (typeof name !== 'string' || name === '') fault(`${where}.name`, `expected a name, got ${shown(name)}`);
    if (!TYPES.includes(type)) fault(`${where}.type`, `expected query, mutation or subscription, got ${shown(type)}`);
    if (typeof id !== 'string') fault(`${where}.id`, `expected the SHA-256 of the body, got ${shown(id)}`);
    else return taken(id, typeof name === 'string' ? name : undefined, body, `${where}.body`, `${where}.id`, fault);
    return [];
  });
}

function readTexts(manifest: Record<string, unknown>, fault: Fault): PersistedOperation[] {
  return Object.entries(manifest).flatMap(([id, text]) => {
    const where = JSON.stringify(id);
    return taken(id, undefined, text, where, where, fault);
  });
}

function taken(
  id: string,
  name: string | undefined,
  text: unknown,
  whereText: string,
  whereId: string,
  fault: Fault,
): PersistedOperation[] {
  if (typeof text !== 'string' || text.trim() === '') {
    fault(whereText, `expected the text of an operation, got ${shown(text)}`);
    return [];
  }
  const hash = createHash('sha256').update(text).digest('hex');
  if (id.replace(/^sha256:/, '') === hash) return [{ id: hash, name, text }];
  fault(whereId, `expected the SHA-256 of the text, ${hash}, got ${shown(id)}`);
  return [];
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const text = isRecord(value) ? 'an object' : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
