// Whose checkpoints are kept: a process is known by its name and its public keys. A participant's stand on the roster or,
// as a gateway's, in a file of the folder `audit.keys`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Participant } from '#schema/roster/roster.ts';
import { type KeySet, readKeySet } from '#trust/keys/index.ts';

/** A name makes a file name: nothing in it leads elsewhere. */
const NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

/**
 * @param folder with `<process>.jwks.json`; undefined for none.
 * @throws Error where keys are there but cannot be read.
 */
export async function processKeys(
  process: string,
  folder: string | undefined,
  participants: readonly Participant[],
): Promise<KeySet> {
  if (!NAME.test(process)) return new Map();
  const onRoster = participants.find(({ code }) => code === process)?.publicKeys ?? [];
  const file = folder === undefined ? undefined : join(folder, `${process}.jwks.json`);
  const inFile = file !== undefined && existsSync(file) ? await readKeySet({ jwks: file }) : new Map();
  return new Map([...(await readKeySet({ keys: onRoster })), ...inFile]);
}
