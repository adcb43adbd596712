import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { CHECKPOINT_HEADER } from '#trust/audit/index.ts';
import { folder, makeKey } from '../../../trust/workshop.ts';
import { serveFeed } from '../feed-server.ts';
import { hubFolder, until } from '../hub-folder.ts';
import { signed } from './signed.ts';

async function hub() {
  const files = hubFolder();
  const within = folder();
  const keys = join(files.folder, 'audit-keys');
  mkdirSync(keys);
  const [vn, gateway] = [await makeKey(within, 'VN'), await makeKey(within, 'gateway')];
  writeFileSync(join(keys, 'VN.jwks.json'), readFileSync(vn.jwks));
  writeFileSync(join(keys, 'gateway.jwks.json'), readFileSync(gateway.jwks));
  writeFileSync(
    files.config,
    stringify({ ...(parse(readFileSync(files.config, 'utf8')) as object), audit: { keys: '../audit-keys' } }),
  );
  const running = await files.start();
  onTestFinished(async () => {
    await running.close();
    files.remove();
  });
  const kept = () => {
    const database = new DatabaseSync(join(files.folder, 'hub.sqlite'), { readOnly: true });
    try {
      return database
        .prepare('select process, checkpoint from audit_checkpoint order by process, sequence')
        .all()
        .map((row) => ({ ...row }));
    } finally {
      database.close();
    }
  };
  const post = async (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(new URL('/checkpoints', running.url), {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { files, running, vn, gateway, kept, post };
}

describe('the hub', () => {
  it('keeps what a gateway sends, whoever carries it, and nothing that its key did not sign', async () => {
    const { gateway, vn, kept, post } = await hub();
    const checkpoint = await signed(gateway, 'gateway', 5);
    expect((await post({ checkpoint })).status).toBe(200);
    expect((await post({ checkpoint })).status).toBe(200);
    expect((await post({ checkpoint: await signed(vn, 'gateway', 6) })).status).toBe(403);
    expect((await post({ checkpoint: await signed(gateway, 'gateway-2', 6) })).status).toBe(403);
    expect((await post({ checkpoint: 'x' })).status).toBe(403);
    expect((await post({ checkpoint: 'x'.repeat(5_000) })).status).toBe(400);
    expect((await post({ checkpoint, process: 'VN' })).status).toBe(400);
    expect((await post('x'.repeat(50_000))).status).toBe(413);
    expect((await post({ checkpoint: await signed(gateway, 'gateway', 6) })).status).toBe(429);
    expect(kept()).toEqual([{ process: 'gateway', checkpoint }]);
  });

  it('keeps what a participant shows with its feed as that participant’s, and reads the feed whatever it shows', async () => {
    const { files, running, vn, gateway, kept } = await hub();
    const [vnFeed, thFeed] = [await serveFeed(), await serveFeed()];
    onTestFinished(async () => {
      await Promise.all([vnFeed.close(), thFeed.close()]);
    });
    const checkpoint = await signed(vn, 'VN', 7);
    const foreign = await signed(gateway, 'gateway', 7);
    for (const [feed, shown] of [
      [vnFeed, checkpoint],
      [thFeed, checkpoint],
    ] as const) {
      feed.answer = () => (response) => {
        response.setHeader('content-type', 'application/json').setHeader(CHECKPOINT_HEADER, shown);
        response.end(JSON.stringify({ data: { caseFeed: { cursor: 'A:0', more: false, entries: [] } } }));
      };
    }
    files.addresses({ VN: vnFeed.url, TH: thFeed.url });
    await until(kept, (rows) => rows.length > 0);
    await until(
      () => Promise.all([running.stateOf('VN'), running.stateOf('TH')]),
      (states) => states.every((state) => state === 'CURRENT'),
    );
    vnFeed.answer = () => (response) => {
      response.setHeader('content-type', 'application/json').setHeader(CHECKPOINT_HEADER, foreign);
      response.end(JSON.stringify({ data: { caseFeed: { cursor: 'A:0', more: false, entries: [] } } }));
    };
    const asked = vnFeed.asked.length;
    await until(
      () => vnFeed.asked.length,
      (number) => number > asked + 2,
    );
    expect(kept()).toEqual([{ process: 'VN', checkpoint }]);
  });
});
