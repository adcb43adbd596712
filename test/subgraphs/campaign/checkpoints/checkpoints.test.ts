import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Checkpoints } from '#subgraphs/campaign/checkpoints/checkpoints.ts';
import { processKeys } from '#subgraphs/campaign/checkpoints/keys.ts';
import { migrations } from '#subgraphs/campaign/database/migrations.ts';
import type { HubTables } from '#subgraphs/campaign/database/tables.ts';
import { migrate } from '#subgraphs/kit/database/migrate.ts';
import { openDatabase } from '#subgraphs/kit/database/open.ts';
import { type KeySet, readKeySet } from '#trust/keys/index.ts';
import { folder, makeKey } from '../../../trust/workshop.ts';
import { LOG, signed } from './signed.ts';

const NO_KEYS: KeySet = new Map();

async function keeping(pause = 0) {
  const within = folder();
  const database = openDatabase<HubTables>({ file: join(within, 'hub.sqlite') });
  onTestFinished(() => database.destroy());
  await migrate(database, migrations);
  const keys = { VN: await makeKey(within, 'VN'), gateway: await makeKey(within, 'gateway') };
  const known = new Map<string, KeySet>();
  for (const [process, { jwks }] of Object.entries(keys)) known.set(process, await readKeySet({ jwks }));
  const errors: string[] = [];
  const warnings: string[] = [];
  const logger = {
    debug() {},
    info() {},
    warn: (_: unknown, message?: string) => void warnings.push(message ?? ''),
    error: (_: unknown, message?: string) => void errors.push(message ?? ''),
  };
  const clock = { now: 1_000_000 };
  const open = () =>
    new Checkpoints({
      database,
      keysOf: async (process) => known.get(process) ?? NO_KEYS,
      logger,
      pause,
      now: () => clock.now,
    });
  const kept = async () =>
    database.selectFrom('audit_checkpoint').select(['process', 'sequence', 'checkpoint']).orderBy('sequence').execute();
  return { open, keys, kept, errors, warnings, clock };
}

describe('checkpoints', () => {
  it('are kept as they came, once', async () => {
    const { open, keys, kept } = await keeping();
    const checkpoints = open();
    const [first, second] = [await signed(keys.VN, 'VN', 4), await signed(keys.VN, 'VN', 9)];
    expect(await checkpoints.take('VN', first)).toBe('KEPT');
    expect(await checkpoints.take('VN', second)).toBe('KEPT');
    expect(await checkpoints.take('VN', second)).toBe('KNOWN');
    expect(await checkpoints.take('VN', first)).toBe('KNOWN');
    // The hub was started anew: what it knows stands in its database.
    expect(await open().take('VN', second)).toBe('KNOWN');
    expect(await kept()).toEqual([
      { process: 'VN', sequence: 4, checkpoint: first },
      { process: 'VN', sequence: 9, checkpoint: second },
    ]);
  });

  it('of one process are never kept as another’s', async () => {
    const { open, keys, kept } = await keeping();
    const checkpoints = open();
    // The gateway shows one of VN's, says that it is VN, and signs in VN's name.
    expect(await checkpoints.take('gateway', await signed(keys.VN, 'VN', 4))).toBe('REFUSED');
    expect(await checkpoints.take('gateway', await signed(keys.gateway, 'VN', 4))).toBe('REFUSED');
    expect(await checkpoints.take('VN', await signed(keys.gateway, 'VN', 4))).toBe('REFUSED');
    expect(await checkpoints.take('VN', await signed(keys.VN, 'gateway', 4))).toBe('REFUSED');
    expect(await checkpoints.take('TH', await signed(keys.VN, 'TH', 4))).toBe('REFUSED');
    expect(await checkpoints.take('VN', 'not.a.checkpoint')).toBe('REFUSED');
    expect(await checkpoints.take('VN', 'x'.repeat(100_000))).toBe('REFUSED');
    expect(await kept()).toEqual([]);
  });

  it('that are kept stay: another of the same line, or of a line before, is refused and told', async () => {
    const { open, keys, kept, errors } = await keeping();
    const checkpoints = open();
    const first = await signed(keys.VN, 'VN', 9);
    await checkpoints.take('VN', first);
    expect(await checkpoints.take('VN', await signed(keys.VN, 'VN', 9, LOG, 'b'))).toBe('CONFLICT');
    expect(await checkpoints.take('VN', await signed(keys.VN, 'VN', 3))).toBe('CONFLICT');
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatch(/cut or forked/);
    expect(await kept()).toMatchObject([{ checkpoint: first }]);
  });

  it('of another log of the same process are kept beside, and told', async () => {
    const { open, keys, kept, warnings } = await keeping();
    const checkpoints = open();
    await checkpoints.take('VN', await signed(keys.VN, 'VN', 9));
    expect(await checkpoints.take('VN', await signed(keys.VN, 'VN', 0, randomUUID()))).toBe('KEPT');
    expect(warnings).toHaveLength(1);
    expect(await kept()).toHaveLength(2);
  });

  it('are kept no faster than the pause allows, so that no process fills the hub', async () => {
    const { open, keys, kept, clock } = await keeping(5_000);
    const checkpoints = open();
    const later = await signed(keys.VN, 'VN', 2);
    expect(await checkpoints.take('VN', await signed(keys.VN, 'VN', 1))).toBe('KEPT');
    expect(await checkpoints.take('VN', later)).toBe('TOO_SOON');
    expect(await checkpoints.take('gateway', await signed(keys.gateway, 'gateway', 1))).toBe('KEPT');
    clock.now += 5_000;
    expect(await checkpoints.take('VN', later)).toBe('KEPT');
    expect(await kept()).toHaveLength(3);
  });

  it('that come at once are taken one after the other', async () => {
    const { open, keys, kept } = await keeping();
    const checkpoints = open();
    const all = await Promise.all([1, 2, 3, 4].map((sequence) => signed(keys.VN, 'VN', sequence)));
    const outcomes = await Promise.all(all.map((each) => checkpoints.take('VN', each)));
    expect(outcomes).toEqual(['KEPT', 'KEPT', 'KEPT', 'KEPT']);
    expect(await kept()).toHaveLength(4);
  });
});

describe('the keys of a process', () => {
  it('stand on the roster or in the folder; a name that leads elsewhere has none', async () => {
    const within = folder();
    const [own, other] = [await makeKey(within, 'VN'), await makeKey(within, 'gateway')];
    const member = { code: 'VN', name: 'VN', kind: 'CUSTOMS', illustrative: false } as const;
    const kids = async (process: string, at: string | undefined, publicKeys: Record<string, unknown>[] = []) => [
      ...(await processKeys(process, at, [{ ...member, publicKeys }])).keys(),
    ];
    expect(await kids('gateway', within)).toEqual([other.publicKey.kid]);
    expect(await kids('VN', undefined, [{ ...own.publicKey }])).toEqual([own.publicKey.kid]);
    expect(await kids('VN', within, [{ ...other.publicKey }])).toEqual([other.publicKey.kid, own.publicKey.kid]);
    expect(await kids('TH', within)).toEqual([]);
    expect(await kids('../gateway', join(within, 'x'))).toEqual([]);
    expect(await kids('', within)).toEqual([]);
  });
});
