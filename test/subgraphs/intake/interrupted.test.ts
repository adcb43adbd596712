// An import that is killed (kill -9) at any moment is completed by running it again: nothing lost, nothing doubled.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCampaignFile } from '#schema/campaigns/campaign-file.ts';
import { readRoster } from '#schema/roster/roster.ts';
import { csv, dataFolder, row } from './workshop.ts';

const CHILD = new URL('./import-child.ts', import.meta.url).pathname;
const COUNTRIES = ['Vietnam', 'Zimbabwe', 'Japan', 'KE', 'UG', 'FR', 'DE', 'CM'];
const ROWS = Array.from({ length: 2_400 }, (_, index) =>
  row({
    No: String(index),
    Country: COUNTRIES[index % COUNTRIES.length] ?? '',
    Year: String(2000 + (index % 12)),
    Date: index % 50 === 0 ? 'soon' : '',
  }),
);

/** Runs the import in a process of its own; killed after `ms`, where given. Returns whether it ended by itself. */
async function importIn(folder: string, ms?: number): Promise<boolean> {
  const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const timer = ms === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), ms);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  return code === 0;
}

it('ends in the same store after kills at random moments', { timeout: 120_000 }, async () => {
  const whole = dataFolder();
  writeFileSync(whole.path('input.csv'), csv(ROWS));
  const began = Date.now();
  expect(await importIn(whole.folder)).toBe(true);
  const duration = Date.now() - began;
  const expected = await whole.stored();
  expect(expected.size).toBe(2_400 - 48);

  const killed = dataFolder();
  writeFileSync(killed.path('input.csv'), csv(ROWS));
  let kills = 0;
  for (let turn = 0; turn < 8; turn++) if (!(await importIn(killed.folder, Math.random() * duration))) kills++;
  expect(kills).toBeGreaterThan(0);
  expect(await killed.run(csv(ROWS), { mapping: killed.path('small.yaml') })).toMatchObject({
    read: 2_400,
    rejected: 48,
  });

  const found = await killed.stored();
  expect(found).toEqual(expected);
  expect(new Set([...found.values()].map(({ revision }) => revision))).toEqual(new Set([1]));
  const phases = (folder: typeof whole) => readCampaignFile(`${folder.data.campaigns}/SMALL.yaml`).phases;
  expect(phases(killed).map(({ number, participants }) => [number, participants.toSorted()])).toEqual(
    phases(whole).map(({ number, participants }) => [number, participants.toSorted()]),
  );
  expect(readRoster(killed.data.roster)).toEqual(readRoster(whole.data.roster));
  expect(readdirSync(killed.folder).filter((name) => name.includes('.lock'))).toEqual([]);
});

it('loses nothing where two processes import at once', { timeout: 60_000 }, async () => {
  const { folder, path, data, stored } = dataFolder();
  writeFileSync(path('input.csv'), csv(ROWS));
  expect(await Promise.all([importIn(folder), importIn(folder)])).toEqual([true, true]);
  const found = await stored();
  expect(found.size).toBe(2_400 - 48);
  expect([...found.values()].every(({ revision }) => revision === 1)).toBe(true);
  expect(readRoster(data.roster).participants.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['KE', 'UG', 'FR', 'DE', 'CM', 'ZW']),
  );
});
