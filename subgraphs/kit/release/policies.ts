// The participant's own release policies, in files, followed while running. At start a bad one is refused; later the last
// good ones stay in force.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '#schema/configuration/read.ts';
import { readText } from '#schema/configuration/read-text.ts';
import { watchFiles } from '#schema/configuration/watch.ts';
import {
  createReleaseEngine,
  type ReleaseEngine,
  type ReleaseEngineOptions,
  ReleasePolicyError,
} from '../decision/index.ts';
import type { ServerLogger } from '../server/logger.ts';

export interface FollowedEngine {
  /** As of now; replaced whole, so that a request keeps the one it began with. */
  readonly current: ReleaseEngine;
  close(): void;
}

export interface FollowedEngineOptions extends Omit<ReleaseEngineOptions, 'extraPolicies' | 'logger'> {
  /** A file, or a folder of `*.cedar`. Undefined where the participant adds none. */
  readonly policies: string | undefined;
  readonly logger: ServerLogger;
}

/**
 * Makes the release engine, and makes it anew when the policies change.
 * @throws ConfigurationError that names each policy that cannot be taken.
 */
export function followEngine({ policies, ...options }: FollowedEngineOptions): FollowedEngine {
  const { logger } = options;
  const make = () => createReleaseEngine({ ...options, extraPolicies: textOf(policies) });
  if (policies === undefined) return { current: make(), close() {} };
  // Before the first reading: no change falls in between.
  const watch = watchFiles(
    () => filesOrNone(policies),
    () => {
      current = make();
      logger.info({ policies }, 'The release policies were taken up');
    },
    (error) =>
      logger.error({ err: inWords(error, policies) }, 'The release policies cannot be taken; the last good stay'),
  );
  let current: ReleaseEngine;
  try {
    current = make();
  } catch (error) {
    watch.close();
    throw inWords(error, policies);
  }
  return {
    get current() {
      return current;
    },
    close: () => watch.close(),
  };
}

/** Files of the policies, by name. @throws where the file or folder is not there: closing must not be lost by that. */
function filesOf(policies: string): string[] {
  if (!statSync(policies).isDirectory()) return [policies];
  const names = readdirSync(policies).filter((name) => name.endsWith('.cedar'));
  return names.toSorted().map((name) => join(policies, name));
}

function filesOrNone(policies: string): string[] {
  try {
    return filesOf(policies);
  } catch {
    return [];
  }
}

/** A text without any policy is a file in the middle of being written, more likely than a wish to open everything. */
function textOf(policies: string | undefined): string {
  if (policies === undefined) return '';
  const text = filesOf(policies)
    .map((file) => readText(file))
    .join('\n');
  if (/^\s*forbid\b|^\s*@|^\s*permit\b/m.test(text)) return text;
  throw new ReleasePolicyError(['expected policies, got none; to have none, leave the key `policies` out']);
}

function inWords(error: unknown, policies: string): Error {
  if (error instanceof ReleasePolicyError) {
    return new ConfigurationError(error.faults.map((fault) => `${policies}: ${fault}`));
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined) return new ConfigurationError([`${policies}: expected readable policies, got ${code}`]);
  return error instanceof Error ? error : new Error(String(error));
}
