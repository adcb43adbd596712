// npm run bench:import -- [10000 100000 1000000 live]: how fast files of these lengths come in, and what memory that takes;
// `live`: how far the hub is behind a running import, and how long a query takes meanwhile. Figures of what is not named
// stay as they were in bench/results/import.json.
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCampaign } from './import/campaign.ts';
import { MAPPING, writeRows } from './import/rows.ts';
import { describeRun } from './report/machine.ts';
import { median } from './report/table.ts';
import { writeResult } from './report/write.ts';

const CHILD = join(import.meta.dirname, 'import/child.ts');
const RESULT = join(import.meta.dirname, 'results/import.json');
const ROSTER = join(import.meta.dirname, '../schema/participants.yaml');
/** Rows that come in while the campaign runs. */
const LIVE = 50_000;

interface Measured {
  readonly read: number;
  readonly imported: number;
  readonly rejected: number;
  readonly seconds: number;
  /** The most that the process held. */
  readonly mebibytes: number;
  /** Of processor time. */
  readonly cpuSeconds: number;
  readonly fileMebibytes: number;
}

const log = (line: string) => void process.stderr.write(`${line}\n`);
const named = process.argv.slice(2);
const asked = named.length > 0 ? named : ['10000', '100000', '1000000', 'live'];
const root = mkdtempSync(join(tmpdir(), 'import-measured-'));
try {
  const alone: Measured[] = [];
  for (const size of asked.filter((each) => each !== 'live').map(Number)) {
    const measured = await importAlone(size);
    log(`${size} rows: ${JSON.stringify(measured)}`);
    alone.push(measured);
  }
  const live = asked.includes('live') ? await importLive(LIVE) : undefined;
  if (live !== undefined) log(`beside a running campaign: ${JSON.stringify(live)}`);
  const before = earlier();
  const others = before.alone.filter(({ read }) => !alone.some((each) => each.read === read));
  const figures = { alone: [...others, ...alone].toSorted((a, b) => a.read - b.read), live: live ?? before.live };
  const table = [...aloneTable(figures.alone), ...(figures.live ? ['', ...liveTable(figures.live)] : [])].join('\n');
  writeResult('import', { run: describeRun(), ...figures }, table);
  process.stdout.write(`${table}\n`);
} finally {
  rmSync(root, { recursive: true, force: true });
}

function earlier(): { readonly alone: readonly Measured[]; readonly live?: Live } {
  if (!existsSync(RESULT)) return { alone: [] };
  return JSON.parse(readFileSync(RESULT, 'utf8')) as { alone: Measured[]; live?: Live };
}

function newFolder(name: string): string {
  const folder = join(root, name);
  mkdirSync(join(folder, 'participants'), { recursive: true, mode: 0o700 });
  copyFileSync(ROSTER, join(folder, 'participants.yaml'));
  writeFileSync(join(root, 'mapping.yaml'), MAPPING);
  return folder;
}

async function importAlone(rows: number): Promise<Measured> {
  const folder = newFolder(`alone-${rows}`);
  const file = join(root, `${rows}.csv`);
  await writeRows(file, rows);
  const measured = await child(folder, file);
  const fileMebibytes = statSync(file).size / 2 ** 20;
  rmSync(file);
  rmSync(folder, { recursive: true });
  return { ...measured, fileMebibytes };
}

async function child(folder: string, file: string): Promise<Omit<Measured, 'fileMebibytes'>> {
  const process_ = spawn(process.execPath, [CHILD, folder, file, join(root, 'mapping.yaml')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const part of process_.stdout.setEncoding('utf8')) text += String(part);
  return JSON.parse(text) as Omit<Measured, 'fileMebibytes'>;
}

interface Live {
  readonly rows: number;
  readonly importSeconds: number;
  /** From the end of the import until the hub has counted the last case. */
  readonly behindSeconds: number;
  readonly queries: number;
  readonly medianMs: number;
  readonly slowestMs: number;
}

async function importLive(rows: number): Promise<Live> {
  const folder = newFolder('live');
  const campaign = await runCampaign(folder);
  try {
    const file = join(root, 'live.csv');
    await writeRows(file, rows);
    const times: number[] = [];
    const state = { running: true };
    const importing = child(folder, file).finally(() => {
      state.running = false;
    });
    while (state.running) {
      const began = performance.now();
      await campaign.query('{ campaign(code: "OMD") { phase(number: 5) { statistics { caseCount } } } }');
      times.push(performance.now() - began);
      await sleep(500);
    }
    const { imported, seconds } = await importing;
    const ended = performance.now();
    while ((await counted(campaign)) < imported) await sleep(250);
    return {
      rows,
      importSeconds: seconds,
      behindSeconds: (performance.now() - ended) / 1000,
      queries: times.length,
      medianMs: median(times),
      slowestMs: Math.max(...times),
    };
  } finally {
    await campaign.stop();
  }
}

function year(number: number): string {
  return `y${number}: phase(number: ${number}) { statistics { caseCount } }`;
}

/** Cases of both years that the hub has. */
async function counted(campaign: { query(query: string): Promise<unknown> }): Promise<number> {
  const data = (await campaign.query(`{ campaign(code: "MEASURED") { ${year(2014)} ${year(2015)} } }`)) as
    | { campaign?: Record<string, { statistics: { caseCount: number } } | null> | null }
    | undefined;
  return Object.values(data?.campaign ?? {}).reduce((sum, phase) => sum + (phase?.statistics.caseCount ?? 0), 0);
}

function aloneTable(rows: readonly Measured[]): string[] {
  return [
    '| rows | file, MiB | seconds | rows/s | rows/s of processor time | most memory, MiB |',
    '|---|---|---|---|---|---|',
    ...rows
      .map(({ read, fileMebibytes, seconds, cpuSeconds, mebibytes }) =>
        [
          read,
          fileMebibytes.toFixed(1),
          seconds.toFixed(1),
          Math.round(read / seconds),
          Math.round(read / cpuSeconds),
          mebibytes.toFixed(0),
        ].join(' | '),
      )
      .map((cells) => `| ${cells} |`),
  ];
}

function liveTable({ rows, importSeconds, behindSeconds, queries, medianMs, slowestMs }: Live): string[] {
  return [
    '| rows, beside a running campaign | import, s | hub has all after, s | queries meanwhile | median, ms | slowest, ms |',
    '|---|---|---|---|---|---|',
    `| ${rows} | ${importSeconds.toFixed(1)} | ${behindSeconds.toFixed(1)} | ${queries} | ${medianMs.toFixed(0)} | ${slowestMs.toFixed(0)} |`,
  ];
}
