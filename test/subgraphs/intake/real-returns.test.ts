// The real returns (../shared/data, not part of the project) through the shipped mappings and to the hub, held against the
// files as a few lines here read them, without any of the intake's own code.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readCampaignFile } from '#schema/campaigns/campaign-file.ts';
import { readRoster, reportingParticipants } from '#schema/roster/roster.ts';
import { readFeedPage } from '#subgraphs/kit/feed/page.ts';
import type { FeedReturn } from '#subgraphs/kit/generated/resolvers.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { sharedFile } from '../../shared-data.ts';
import { dataFolder, rejectsIn } from './workshop.ts';

const cbp = sharedFile('us-cbp-drug-seizures-fy2019-fy2022.csv');
const cites = sharedFile('cites-trade-pangolin-seized.csv');

type Row = Readonly<Record<string, string>>;
const rowsOf = (file: string): Row[] => parse(readFileSync(file), { columns: true });

function add(to: Map<string, number>, key: string, value: number): void {
  to.set(key, (to.get(key) ?? 0) + value);
}
const rounded = (sums: ReadonlyMap<string, number>) =>
  Object.fromEntries([...sums].map(([key, value]) => [key, Math.round(value * 1e6) / 1e6]));

/** What the feeds of all participants in the folder say now. */
async function returnsIn({ data, database }: ReturnType<typeof dataFolder>) {
  const found: (FeedReturn & { participant: string })[] = [];
  for (const { code } of reportingParticipants(readRoster(data.roster))) {
    const store = await openCaseStore({ participant: code, file: database(code) });
    for (let after: string | undefined; ; ) {
      const page = await readFeedPage(store, () => ({ scope: 'ALL', participants: [] }), { after, first: 1_000 });
      expect(page.entries).toEqual([]);
      for (const { content } of page.returns ?? []) if (content != null) found.push({ ...content, participant: code });
      after = page.cursor;
      if (!page.more) break;
    }
    await store.close();
  }
  return found;
}

function again(run: () => Promise<unknown>, imported: number) {
  return expect(run()).resolves.toMatchObject({ imported: 0, unchanged: imported });
}

describe.skipIf(!cbp.present)('the real returns of U.S. Customs and Border Protection', () => {
  it('come in, and add up by month and drug to what the file adds up to', { timeout: 120_000 }, async () => {
    const folder = dataFolder();
    const run = () => folder.run([], { mapping: 'cbp-returns', campaign: 'CBP', file: cbp.file });
    const result = await run();
    process.stderr.write(`CBP: ${JSON.stringify({ ...result, rejects: '…' })}\n`);
    const rows = rowsOf(cbp.file);
    expect(result.read).toBe(rows.length);
    expect(result.imported).toBeGreaterThanOrEqual(0.99 * rows.length);
    expect(result.imported + result.rejected).toBe(result.read);

    const names: Row = {
      Marijuana: 'cannabis herb',
      Ecstasy: 'mdma',
      'Other Drugs**': 'other drugs',
      'Khat (Catha Edulis)': 'khat',
    };
    const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
    const wanted = new Map<string, number>();
    for (const row of rows) {
      const month = months.indexOf(row['Month (abbv)'] ?? '') + 1;
      const period = `${Number(row.FY) - (month >= 10 ? 1 : 0)}-${String(month).padStart(2, '0')}`;
      const drug = row['Drug Type'] ?? '';
      const key = `${period} ${names[drug] ?? drug.toLowerCase()}`;
      add(wanted, `${key} events`, Number(row['Count of Event']));
      add(wanted, `${key} POUND`, Number(row['Sum Qty (lbs)']));
      add(wanted, `${key} kilograms`, Number(row['Sum Qty (lbs)']) * 0.45359237);
    }
    const got = new Map<string, number>();
    const returns = await returnsIn(folder);
    for (const { participant, period, commodity, events, unit, quantity, kilograms } of returns) {
      expect(participant).toBe('US');
      add(got, `${period} ${commodity} events`, events ?? Number.NaN);
      add(got, `${period} ${commodity} ${unit}`, quantity ?? Number.NaN);
      add(got, `${period} ${commodity} kilograms`, kilograms ?? Number.NaN);
    }
    expect(rounded(got)).toEqual(rounded(wanted));
    expect(returns.map(({ period }) => period).toSorted()[0]).toBe('2018-10');
    const { phases } = readCampaignFile(`${folder.data.campaigns}/CBP.yaml`);
    expect(phases.map(({ number }) => number)).toEqual([2018, 2019, 2020, 2021, 2022]);
    await again(run, result.imported);
  });
});

describe.skipIf(!cites.present)('the real returns of the CITES Trade Database', () => {
  it('come in as those of who reported them, and add up by year and unit', { timeout: 120_000 }, async () => {
    const folder = dataFolder();
    const run = () => folder.run([], { mapping: 'cites-trade', campaign: 'CITES', file: cites.file });
    const result = await run();
    process.stderr.write(`CITES: ${JSON.stringify({ ...result, rejects: '…' })}\n`);
    const rows = rowsOf(cites.file);
    expect(result.read).toBe(548);
    expect(result.imported).toBeGreaterThanOrEqual(540);
    const rejected = rejectsIn(result.rejects);
    expect(rejected).toHaveLength(result.rejected);
    expect(rejected.map(({ reject_column, reject_value }) => [reject_column, reject_value])).toEqual([
      ['unit', 'flasks'],
    ]);

    const units: Row = {
      '': 'HEAD',
      g: 'GRAM',
      kg: 'KILOGRAM',
      cartons: 'BOX',
      m2: 'SQUARE_METRE',
      pairs: 'PAIR',
      ml: 'MILLILITRE',
    };
    const wanted = new Map<string, number>();
    for (const [index, row] of rows.entries()) {
      if (rejected.some(({ reject_row }) => Number(reject_row) === index + 2)) continue;
      const reporter = row.reporter_type === 'I' ? row.importer : row.exporter;
      add(wanted, `${row.year} ${reporter} returns`, 1);
      add(wanted, `${row.year} ${reporter} ${units[row.unit ?? '']}`, Number(row.quantity));
    }
    const got = new Map<string, number>();
    for (const { participant, period, unit, quantity, events } of await returnsIn(folder)) {
      expect(events).toBeNull();
      add(got, `${period} ${participant} returns`, 1);
      add(got, `${period} ${participant} ${unit}`, quantity ?? Number.NaN);
    }
    expect(rounded(got)).toEqual(rounded(wanted));
    await again(run, result.imported);
  });

  it('keep the pseudonyms of permits with their owner, out of the feed', { timeout: 120_000 }, async () => {
    const folder = dataFolder();
    await folder.run([], { mapping: 'cites-trade', campaign: 'CITES', file: cites.file });
    const said = JSON.stringify(await returnsIn(folder));
    const store = await openCaseStore({ participant: 'US', file: folder.database('US') });
    onTestFinished(() => store.close());
    const ids = await store.imported({ record: 'return', mapping: 'cites-trade' });
    const kept = (await store.returns(ids)).map(({ record }) => record).join('');
    for (const row of rowsOf(cites.file)) {
      const permit = row.import_permit_randomid ?? '';
      if (permit === '' || row.importer !== 'US' || row.reporter_type !== 'I') continue;
      expect(kept).toContain(permit);
      expect(said).not.toContain(permit);
    }
  });
});
