import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuditNotWritten, openTrail, type TrailNotice, verifyAudit } from '#trust/audit/index.ts';
import { openStorage, type Storage } from '#trust/audit/storage.ts';
import { folder, makeKey } from '../workshop.ts';
import { entry } from './logbook-entry.ts';

async function trailIn(within: string, storage?: (file: string) => Promise<Storage>) {
  const key = await makeKey(within, 'gateway');
  const notices: TrailNotice[] = [];
  const checkpoints: string[] = [];
  const file = join(within, 'audit', 'gateway.jsonl');
  const trail = await openTrail({
    file,
    key: key.file,
    process: 'gateway',
    patience: 0,
    onNotice: (notice) => notices.push(notice),
    onCheckpoint: (checkpoint) => checkpoints.push(checkpoint),
    ...(storage === undefined ? {} : { storage }),
  });
  return { trail, file, key, notices, checkpoints };
}

describe('a trail', () => {
  it('makes its folder and log, and knows its last checkpoint', async () => {
    const { trail, file, key, checkpoints } = await trailIn(folder());
    await trail.append(entry(1));
    expect(trail.writable).toBe(true);
    expect(trail.checkpoint).toBe(checkpoints.at(-1));
    await trail.close();
    expect(trail.checkpoint).toBe(checkpoints.at(-1));
    expect(checkpoints).toHaveLength(2);
    expect(await verifyAudit({ file, keys: { jwks: key.jwks }, anchors: checkpoints })).toMatchObject({ entries: 1 });
  });

  it('opens without its log, refuses each entry, and takes them once the log can be opened', async () => {
    const within = folder();
    writeFileSync(join(within, 'audit'), 'in the way');
    const { trail, notices } = await trailIn(within);
    expect(trail.writable).toBe(false);
    await expect(trail.append(entry(1))).rejects.toBeInstanceOf(AuditNotWritten);
    expect(notices.map(({ kind }) => kind)).toEqual(['NOT_OPEN', 'NOT_OPEN']);
    rmSync(join(within, 'audit'));
    await trail.append(entry(2));
    expect(trail.writable).toBe(true);
    await trail.close();
    await expect(trail.append(entry(3))).rejects.toBeInstanceOf(AuditNotWritten);
  });

  it('says that it is not writable from a failed write until one that succeeds', async () => {
    let full = false;
    const { trail } = await trailIn(folder(), async (file) => {
      const storage = await openStorage(file);
      return {
        ...storage,
        async write(bytes, position) {
          if (full) throw new Error('ENOSPC');
          await storage.write(bytes, position);
        },
      };
    });
    full = true;
    await expect(trail.append(entry(1))).rejects.toThrow('ENOSPC');
    expect(trail.writable).toBe(false);
    full = false;
    await trail.append(entry(2));
    expect(trail.writable).toBe(true);
    await trail.close();
  });

  it('leaves a log that was tampered with as it is, and refuses each entry', async () => {
    const within = folder();
    mkdirSync(join(within, 'audit'));
    writeFileSync(join(within, 'audit', 'gateway.jsonl'), 'no log\n');
    const { trail, notices } = await trailIn(within);
    await expect(trail.append(entry(1))).rejects.toThrow(/CHANGED/);
    expect(notices[0]).toMatchObject({ kind: 'NOT_OPEN', error: { name: 'AuditBroken' } });
    await trail.close();
  });

  it('does not start without the key that signs', async () => {
    await expect(
      openTrail({ file: join(folder(), 'a'), key: 'nowhere.jwk', process: 'gateway', onNotice: () => undefined }),
    ).rejects.toThrow(/nowhere.jwk/);
  });

  it.skipIf(process.getuid?.() === 0)('refuses entries in a folder that it may not write', async () => {
    const within = folder();
    mkdirSync(join(within, 'audit'), { mode: 0o500 });
    const { trail } = await trailIn(within);
    await expect(trail.append(entry(1))).rejects.toBeInstanceOf(AuditNotWritten);
    chmodSync(join(within, 'audit'), 0o700);
    await trail.close();
  });
});
