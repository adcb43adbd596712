// Whom the gateway believes: issuers with their keys, and the roster. Each is read again when its file changes.
import { ConfigurationError } from '#schema/configuration/read.ts';
import { watchFiles } from '#schema/configuration/watch.ts';
import { type Roster, readRoster } from '#schema/roster/roster.ts';
import { followKeySet, type Trust } from '../authentication/index.ts';
import type { GatewayConfig } from '../config/read.ts';
import type { GatewayLogger } from '../operations/logger.ts';

export interface FollowedTrust extends Trust {
  /** `listener` is called after any change. */
  onChange(listener: () => void): void;
  /** Looks at the files now. */
  check(): Promise<void>;
  close(): void;
}

export function followTrust(config: GatewayConfig, logger: GatewayLogger): FollowedTrust {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const issuers = config.authentication.issuers.map((each) => ({
    config: each,
    keys: followKeySet(each.jwks, logger, changed),
  }));
  const file = 'roster' in config.supergraph ? config.supergraph.roster : undefined;
  let roster: Roster | undefined;
  const read = () => {
    if (file === undefined) return;
    try {
      roster = readRoster(file);
    } catch (error) {
      // Nobody is on a roster that was never read; of one that was, the last stays.
      roster ??= { participants: [] };
      if (!(error instanceof ConfigurationError)) throw error;
      logger.error({ err: error }, 'The roster was not taken; the last good one stays');
    }
    changed();
  };
  const watch = watchFiles(
    () => (file === undefined ? [] : [file]),
    read,
    (error) => logger.error({ err: error }, 'The roster could not be followed'),
  );
  read();
  return {
    issuers,
    roster: () => roster,
    onChange: (listener) => void listeners.add(listener),
    async check() {
      await Promise.all([watch.check(), ...issuers.map(({ keys }) => keys.check())]);
    },
    close() {
      watch.close();
      for (const { keys } of issuers) keys.close();
    },
  };
}
