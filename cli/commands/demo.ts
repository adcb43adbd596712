// `campaign demo`: the demonstration's seed, and one participant of the running demonstration down and up again.
import type { Command } from 'commander';
import { writeWhole } from '#schema/configuration/write.ts';
import { readRoster } from '#schema/roster/roster.ts';
import { dataFolder } from '../data-folder.ts';
import { prepareRoster } from '../start/prepare.ts';
import { readRun } from '../start/run-file.ts';
import { readMark } from '../start/seed-mark.ts';
import { UsageError } from '../usage-error.ts';

export function demoCommand(program: Command): void {
  const demo = program.command('demo').description('the demonstration campaign');
  demo
    .command('seed')
    .description('write the demonstration into the data folder; nothing where it is there already')
    .action(seed);
  for (const task of ['stop', 'start'] as const) {
    demo
      .command(`${task} <code>`)
      .description(`${task} one participant of the running demonstration`)
      .action((code: string) => control(code.toUpperCase(), task));
  }
}

async function seed(): Promise<void> {
  const { SEED_VERSION, seedDemonstration } = await import('#subgraphs/demo/seed.ts');
  const { openCaseStore } = await import('#subgraphs/kit/store/open.ts');
  const folder = dataFolder();
  prepareRoster(folder);
  if (readMark(folder) === SEED_VERSION) return;
  await seedDemonstration({
    roster: readRoster(folder.roster),
    openStore: (participant) => openCaseStore({ participant, file: folder.participantDatabase(participant) }),
    writeCampaign: (code, text) => writeWhole(`${folder.campaigns}/${code}.yaml`, text),
  });
  writeWhole(folder.seeded, `${JSON.stringify({ version: SEED_VERSION })}\n`);
}

async function control(code: string, task: 'stop' | 'start'): Promise<void> {
  const folder = dataFolder();
  const run = readRun(folder);
  if (!run)
    throw new UsageError(`expected a running campaign in ${folder.root}, got none; start it with \`npm start\``);
  const response = await fetch(`${run.control}/participants/${encodeURIComponent(code)}/${task}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${run.secret}` },
  });
  if (response.ok) return void process.stderr.write(`${code} is ${task === 'stop' ? 'down' : 'up'}\n`);
  const { error } = (await response.json()) as { error?: string };
  throw new UsageError(error ?? `expected the campaign to ${task} ${code}, got HTTP ${response.status}`);
}
