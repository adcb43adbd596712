// A key set at a URL, fetched again every half minute and, at most every ten seconds, for a key that it does not hold.
// jose's createRemoteJWKSet fetches while a request waits, without bound or grace, and tells nobody of a change: a token
// verified before would live on without its key.
import { errors, type JWTVerifyGetKey } from 'jose';
import { Agent } from 'undici';
import { lookupHost } from '#trust/hosts/index.ts';
import type { GatewayLogger } from '../../operations/logger.ts';
import { fetchText } from './fetch-text.ts';
import { type KeySet, keptKeys } from './key-set.ts';

/** With a fetch of five seconds at most, a removed key is refused well within a minute. */
export const FETCH_INTERVAL_MS = 30_000;
/** Anybody can send an unknown `kid`: this is how often that makes us call the issuer. */
const COOLDOWN_MS = 10_000;
const FIRST_RETRY_MS = 1_000;
export const FETCH_TIMEOUT_MS = 5_000;

export interface FollowUrlOptions {
  readonly now?: () => number;
  readonly intervalMs?: number;
  readonly cooldownMs?: number;
  readonly timeoutMs?: number;
}

/** @param onChange called after the set has changed: what was verified with the old one is to be forgotten. */
export function followKeyUrl(
  url: string,
  logger: GatewayLogger,
  onChange: () => void,
  options: FollowUrlOptions = {},
): KeySet {
  const {
    now = Date.now,
    intervalMs = FETCH_INTERVAL_MS,
    cooldownMs = COOLDOWN_MS,
    timeoutMs = FETCH_TIMEOUT_MS,
  } = options;
  const dispatcher = new Agent({ connections: 1, connect: { lookup: lookupHost } });
  const keys = keptKeys(url, now, onChange);
  let fetching: Promise<void> | undefined;
  let failures = 0;
  let nextOnDemand = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const look = async () => {
    try {
      const changed = keys.take(await fetchText(url, dispatcher, timeoutMs));
      failures = 0;
      if (changed) onChange();
    } catch (error) {
      if (closed) return;
      failures += 1;
      keys.lose();
      logger.error({ url, err: error }, 'A key set could not be fetched; the last one stays for ten minutes');
    }
  };
  /** One fetch at a time, for all who wait. */
  const fetch = () => {
    fetching ??= look().finally(() => {
      fetching = undefined;
      const retry = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), intervalMs);
      nextOnDemand = now() + (failures === 0 ? cooldownMs : Math.min(FIRST_RETRY_MS, cooldownMs));
      clearTimeout(timer);
      if (!closed) timer = setTimeout(() => void fetch(), failures === 0 ? intervalMs : retry).unref();
    });
    return fetching;
  };
  /** The fetch under way, or one more where the issuer has been left alone for long enough. */
  const fetchOnDemand = async () => {
    if (!closed && (fetching || now() >= nextOnDemand)) await fetch();
  };
  const find: JWTVerifyGetKey = async (header, token) => {
    if (!keys.hold()) await fetchOnDemand();
    try {
      return await keys.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await fetchOnDemand();
      return keys.find(header, token);
    }
  };
  void fetch();
  return {
    find,
    async check() {
      await fetching;
      await fetch();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      keys.close();
      void dispatcher.destroy();
    },
  };
}
