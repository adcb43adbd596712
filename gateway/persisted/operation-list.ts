// The operations that clients have told of before they ask: by id, and by text.
import { ConfigurationError } from '#schema/configuration/read.ts';
import { readText } from '#schema/configuration/read-text.ts';
import { type PersistedOperation, readManifest } from './manifest.ts';

export interface OperationList {
  /** In the order of the manifests, each text once. */
  readonly operations: readonly PersistedOperation[];
  /** @param id SHA-256 of the text, hex. */
  find(id: string): PersistedOperation | undefined;
  /** Whether this very text is on the list. */
  has(text: string): boolean;
}

/** @throws ConfigurationError where a file cannot be read, or is no manifest. */
export function readOperations(files: readonly string[]): OperationList {
  const faults: string[] = [];
  const all = files.flatMap((file) => {
    try {
      return readManifest(readManifestText(file), file);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      faults.push(...error.faults);
      return [];
    }
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
  return operationList(all);
}

export function operationList(all: readonly PersistedOperation[]): OperationList {
  const byId = new Map<string, PersistedOperation>();
  for (const each of all) if (!byId.has(each.id)) byId.set(each.id, each);
  const operations = [...byId.values()];
  // The text itself is the key: nothing is hashed that the engine does not hash anyway.
  const texts = new Set(operations.map(({ text }) => text));
  return { operations, find: (id) => byId.get(id), has: (text) => texts.has(text) };
}

function readManifestText(file: string): string {
  try {
    return readText(file);
  } catch (error) {
    const got = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new ConfigurationError([`${file}: expected a readable file of at most 4 MiB, got ${got}`]);
  }
}
