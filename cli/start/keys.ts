// The keys of the services: made at the first start, and whom each process trusts by them.
import { join } from 'node:path';
import { writeIfChanged } from '#schema/configuration/write.ts';
import { DEFAULT_ISSUERS } from '#trust/assertion/index.ts';
import { ensureServiceKey } from '#trust/keys/index.ts';
import type { DataFolder, Service } from '../data-folder.ts';

/** By service, as which issuer it signs. */
export const ISSUERS: Readonly<Record<Service, string>> = {
  gateway: DEFAULT_ISSUERS.gateway,
  hub: DEFAULT_ISSUERS.feed,
};

/** Makes the private keys (mode 0600) that are not there, and writes the public half of each. */
export async function prepareKeys(folder: DataFolder): Promise<void> {
  for (const { key, jwks } of Object.values(folder.serviceKeys)) await publish(key, jwks);
  // The gateway signs the checkpoints of its audit log with the same key.
  await publish(folder.serviceKeys.gateway.key, auditKeysOf(folder, 'gateway'));
}

/** Makes the key that signs the checkpoints of the participant's audit log, and writes its public half for the hub. */
export async function prepareParticipantKey(folder: DataFolder, code: string): Promise<void> {
  await publish(folder.participantKey(code), auditKeysOf(folder, code));
}

async function publish(key: string, jwks: string): Promise<void> {
  const publicKey = await ensureServiceKey(key);
  writeIfChanged(jwks, `${JSON.stringify({ keys: [publicKey] }, null, 2)}\n`);
}

function auditKeysOf(folder: DataFolder, process: string): string {
  return join(folder.auditKeys, `${process}.jwks.json`);
}
