// Single incidents, or statistical returns, from a file into the participants' own databases, by a mapping. The same file again changes nothing;
// an import that was stopped, in any way and at any moment, is completed by running it again.
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Batches } from './batch.ts';
import { checkCampaign } from './enrolment/campaign.ts';
import { ImportUsageError } from './errors.ts';
import { loadMapping } from './mapping/load.ts';
import type { AnyMapping } from './mapping/return-format.ts';
import { RejectsFile } from './rejects/write.ts';
import { Rows, type RowsOptions } from './rows.ts';
import { type IntakeStore, Stores } from './stores.ts';
import { findColumns } from './table/header.ts';
import { readCsv } from './table/read-csv.ts';
import type { Table } from './table/table.ts';
import { checkUtf8 } from './table/utf8.ts';

/** Rows written together: large enough to pay for the disk, small enough to bound the memory. */
const BATCH = 500;

export interface ImportOptions {
  /** Path of the file, or `-` for standard input. */
  readonly file: string;
  /** Name of a shipped mapping, or path of a mapping file. */
  readonly mapping: string;
  /** Code of the campaign; made where there is none. */
  readonly campaign: string;
  /** Adds participants that the roster lacks; without it their rows are rejected. */
  readonly enrol: boolean;
  /** Owner of every case, for a mapping that does not split by a column. */
  readonly participant?: string;
  readonly data: {
    /** Path of `participants.yaml`. */
    readonly roster: string;
    /** Folder of the campaign files. */
    readonly campaigns: string;
    /** Folder that the rejects file is written to. */
    readonly rejects: string;
    openStore(code: string): Promise<IntakeStore>;
  };
  /** Who imports, for the history of each case. */
  readonly by: string;
  /** One line after each batch. */
  readonly onProgress?: (line: string) => void;
  /** Read instead of standard input. */
  readonly input?: AsyncIterable<Uint8Array>;
}

export interface ImportResult {
  readonly read: number;
  /** Records made or changed. */
  readonly imported: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Path of the rejects file; it holds the header alone where nothing was rejected. */
  readonly rejects: string;
}

/**
 * `read` = `imported` + `unchanged` + `rejected`.
 * @throws ImportError or ConfigurationError where file, header, mapping or options do not fit: before anything is written,
 * but for a fault that only shows far into standard input. What was written till then stands.
 */
export async function importFile(options: ImportOptions): Promise<ImportResult> {
  const mapping = loadMapping(options.mapping);
  checkCampaign({ folder: options.data.campaigns, code: options.campaign });
  if (mapping.participant !== undefined && options.participant !== undefined)
    throw new ImportUsageError(`expected no participant: the mapping ${mapping.name} splits the file by a column`);
  if (mapping.participant === undefined && options.participant === undefined)
    throw new ImportUsageError(
      `expected a participant: the mapping ${mapping.name} does not split the file by a column`,
    );
  const fromInput = options.file === '-';
  if (!fromInput) await checkUtf8(options.file);
  const source = fromInput ? (options.input ?? process.stdin) : createReadStream(options.file);
  const table = await readCsv(source, mapping.table.delimiter);
  try {
    return await importTable(table, mapping, options);
  } finally {
    table.close();
  }
}

async function importTable(table: Table, mapping: AnyMapping, options: ImportOptions): Promise<ImportResult> {
  const { data } = options;
  const columns = findColumns(table.header, mapping);
  const name = options.file === '-' ? 'stdin' : basename(options.file);
  const campaign = { folder: data.campaigns, code: options.campaign, made: mapping.campaign };
  const stores = new Stores((code) => data.openStore(code));
  const origin = { by: options.by, file: name, mapping: mapping.name };
  const batches = new Batches({ roster: data.roster, campaign, stores, record: mapping.record, origin });
  const rejects = new RejectsFile(data.rejects, table.header, mapping.table.delimiter);
  try {
    const rowsOptions: RowsOptions = { mapping, columns, campaign: options.campaign, enrol: options.enrol };
    const { participant } = options;
    const rows = new Rows(batches, rejects, { ...rowsOptions, ...(participant !== undefined && { participant }) });
    const counts = () => ({
      read: rows.read,
      imported: batches.imported,
      unchanged: batches.unchanged,
      rejected: rows.rejected,
    });
    const flush = async () => {
      await rows.flush();
      const { read, imported, unchanged, rejected } = counts();
      options.onProgress?.(`${read} read: ${imported} imported, ${unchanged} unchanged, ${rejected} rejected`);
    };
    for await (const row of table.rows) {
      rows.take(row);
      if (batches.waiting >= BATCH) await flush();
    }
    await flush();
    if (rejects.live > 0)
      options.onProgress?.(
        `${rejects.live} rejected row${rejects.live === 1 ? ' holds' : 's hold'} text that a spreadsheet would run as a formula: open the rejects file as text`,
      );
    const file = rejects.close(rejectsName(name, mapping, table));
    return { ...counts(), rejects: file };
  } catch (error) {
    rejects.discard();
    throw error;
  } finally {
    await stores.close();
  }
}

/** The same for the same bytes: an import that is run again replaces its rejects file. */
function rejectsName(name: string, mapping: AnyMapping, table: Table): string {
  const own = name.replace(/(\.[0-9a-f]{8}\.rejects\.csv)+$/, '').slice(0, 100);
  const base = own.endsWith(`.${mapping.name}`) ? own : `${own}.${mapping.name}`;
  return `${base}.${table.digest().slice(0, 8)}.rejects.csv`;
}
