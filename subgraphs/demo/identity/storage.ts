// What the provider keeps between two requests: in memory, bounded, gone with the process. A demonstration needs no more:
// whoever is signing in while it restarts begins again.
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Anybody on this machine can begin to sign in: the oldest beginning goes first. */
const MOST = 5_000;

interface Stored {
  payload: AdapterPayload;
  readonly expires: number;
}

/** One storage for the life of the process; a provider made anew for new keys finds what the last one kept. */
export function memoryStorage(now: () => number = Date.now): AdapterFactory {
  const all = new Map<string, Stored>();
  const find = (key: string) => {
    const stored = all.get(key);
    if (!stored || stored.expires > now()) return stored;
    all.delete(key);
    return undefined;
  };
  const findWhere = (model: string, fits: (payload: AdapterPayload) => boolean) => {
    for (const key of all.keys()) {
      const stored = key.startsWith(`${model}:`) ? find(key) : undefined;
      if (stored && fits(stored.payload)) return structuredClone(stored.payload);
    }
    return undefined;
  };
  return (model): Adapter => ({
    async upsert(id, payload, expiresIn) {
      const key = `${model}:${id}`;
      all.delete(key);
      all.set(key, {
        payload: structuredClone(payload),
        expires: expiresIn === undefined ? Number.POSITIVE_INFINITY : now() + expiresIn * 1_000,
      });
      if (all.size > MOST) all.delete(all.keys().next().value ?? '');
    },
    async find(id) {
      const stored = find(`${model}:${id}`);
      return stored && structuredClone(stored.payload);
    },
    async findByUid(uid) {
      return findWhere(model, (payload) => payload.uid === uid);
    },
    async findByUserCode(userCode) {
      return findWhere(model, (payload) => payload.userCode === userCode);
    },
    async consume(id) {
      const stored = find(`${model}:${id}`);
      if (stored) stored.payload = { ...stored.payload, consumed: Math.floor(now() / 1_000) };
    },
    async destroy(id) {
      all.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of all) {
        if (payload.grantId === grantId && key.startsWith(`${model}:`)) all.delete(key);
      }
    },
  });
}
