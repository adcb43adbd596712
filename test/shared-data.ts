// The public data that tests read where it is there: `../shared/data` beside the project, not part of it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = process.env.SHARED_DATA_DIR ?? fileURLToPath(new URL('../../shared/data', import.meta.url));

/** Path of a file of the folder; says on standard error that the tests of it are skipped where it is not there. */
export function sharedFile(name: string): { readonly file: string; readonly present: boolean } {
  const file = join(FOLDER, name);
  const present = existsSync(file);
  if (!present) process.stderr.write(`skipped: the tests of ${name}, for ${FOLDER} does not hold it\n`);
  return { file, present };
}
