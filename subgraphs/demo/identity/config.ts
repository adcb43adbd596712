// `identity.yaml`: where the demonstration's provider listens, and its files.
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { readConfiguration } from '#schema/configuration/read.ts';
import { SHIPPED_PEOPLE } from './people.ts';

const file = z.string().min(1);

const identity = z.strictObject({
  /** On loopback, always: it speaks plain http, and its people are made up. */
  port: z.int().min(1).max(65_535),
  /** Who there is. Default: the shipped people. */
  people: file.optional(),
  /** Their passwords, made where there are none; mode 0600. */
  passwords: file,
  /** Its private signing keys (JWK Set), made where there are none; mode 0600. */
  keys: file,
  /** Claim `aud` of its access tokens. */
  audience: z.string().min(1),
});

export type IdentityConfig = Required<z.output<typeof identity>>;

/**
 * Reads `identity.yaml`; paths in it are taken from its own folder.
 * @throws ConfigurationError with file and line of each fault.
 */
export function readIdentityConfig(path: string): IdentityConfig {
  const value = readConfiguration(path, identity);
  const from = (to: string) => resolve(dirname(path), to);
  return {
    ...value,
    people: value.people === undefined ? SHIPPED_PEOPLE : from(value.people),
    passwords: from(value.passwords),
    keys: from(value.keys),
  };
}

/** Claim `iss`, and where the provider is. */
export function issuerOf({ port }: Pick<IdentityConfig, 'port'>): string {
  return `http://127.0.0.1:${port}`;
}
