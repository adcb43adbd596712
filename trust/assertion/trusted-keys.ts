// The keys that a subgraph takes assertions from, each bound to one kind and one issuer. Followed while running.
import type { CryptoKey } from 'jose';
import { watchFiles } from '#schema/configuration/watch.ts';
import { fileOf, type KeySource, readKeySet } from '../keys/key-set.ts';
import type { AssertionKind } from './claims.ts';

/** A service whose assertions are taken: `kind` says what they are good for. */
export interface TrustedIssuer {
  readonly kind: AssertionKind;
  /** The `iss` that its assertions carry. */
  readonly issuer: string;
  readonly keys: KeySource;
  /** DNS names or URIs, of which its TLS certificate carries one. Looked at where the subgraph listens with TLS. */
  readonly names?: readonly string[] | undefined;
}

export interface TrustedKey {
  readonly kind: AssertionKind;
  readonly issuer: string;
  readonly key: CryptoKey;
}

export interface TrustedKeys {
  find(kid: string): TrustedKey | undefined;
  /** Looks at the files now. */
  check(): Promise<void>;
  close(): void;
}

/**
 * Reads the keys of all issuers, and again when a file changes. A source that cannot be read then has no keys until it
 * can: a removed key is never kept by a fault.
 * @throws Error where a source cannot be read at the start, or one key stands for two issuers or kinds.
 */
export async function followTrustedKeys(
  issuers: readonly TrustedIssuer[],
  onChange: () => void,
  onProblem: (error: unknown) => void,
  intervalMs?: number,
): Promise<TrustedKeys> {
  const files = [...new Set(issuers.flatMap(({ keys }) => fileOf(keys) ?? []))];
  let known = new Map<string, TrustedKey>();
  let turn = 0;
  const reread = async () => {
    turn += 1;
    const mine = turn;
    const read = await Promise.allSettled(issuers.map(({ keys }) => readKeySet(keys)));
    const found = new Map<string, TrustedKey>();
    const faults: unknown[] = [];
    const ambiguous = new Set<string>();
    for (const [index, { kind, issuer }] of issuers.entries()) {
      const each = read[index];
      if (each?.status !== 'fulfilled') faults.push(each?.reason);
      for (const [kid, key] of each?.status === 'fulfilled' ? each.value : []) {
        if (found.has(kid)) ambiguous.add(kid);
        found.set(kid, { kind, issuer, key });
      }
    }
    for (const kid of ambiguous) {
      found.delete(kid);
      faults.push(new Error(`expected a key for one issuer and one kind, got ${kid} for two`));
    }
    // Of two that overlap, the one that began later read the newer files.
    if (mine !== turn) return;
    known = found;
    onChange();
    if (faults.length > 0) throw new AggregateError(faults, faults.map(String).join('; '));
  };
  // The watch comes first: a change between the two is read twice rather than missed.
  const watch = watchFiles(() => files, reread, onProblem, intervalMs);
  try {
    await reread();
  } catch (error) {
    watch.close();
    throw error;
  }
  return { find: (kid) => known.get(kid), check: () => watch.check(), close: () => watch.close() };
}
