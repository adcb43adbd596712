// Single incidents, or statistical returns, from a file into the participants' own databases, by a mapping. The same file
// again changes nothing; an import that was stopped, in any way and at any moment, is completed by running it again.
import { basename } from 'node:path';
import { Batches } from './batch.ts';
import { checkCampaign } from './enrolment/campaign.ts';
import { ImportUsageError } from './errors.ts';
import { loadMapping } from './mapping/load.ts';
import { type AnyMapping, isReturnMapping } from './mapping/return-format.ts';
import { Progress } from './progress.ts';
import { RejectsFile } from './rejects/write.ts';
import type { Period } from './replace/period.ts';
import { Present } from './replace/present.ts';
import { removeAbsent } from './replace/remove-absent.ts';
import { Rows, type RowsOptions } from './rows.ts';
import { digestOf } from './source-digest.ts';
import { type IntakeStore, Stores } from './stores.ts';
import { findColumns } from './table/header.ts';
import { type Expected, openTable } from './table/open.ts';
import type { Table } from './table/table.ts';
import { type TrialResult, tryTable } from './trial/trial.ts';

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
  /** Removes what came by this mapping, is of this period, and is in the file no more. */
  readonly replace?: { readonly period: Period /** Lets many go. */; readonly sure: boolean };
  /** How the file is to be read, where that is not to be recognised. */
  readonly table?: { readonly encoding?: string; readonly delimiter?: string; readonly sheet?: string };
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
  /** How the file was understood, then a line a second, then one at the end. */
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
  /** Records of the period that the file no longer has, where it replaces one. */
  readonly removed?: number;
  /** Path of the rejects file; it holds the header alone where nothing was rejected. */
  readonly rejects: string;
}

/**
 * `read` = `imported` + `unchanged` + `rejected`.
 * @throws ImportError or ConfigurationError where file, header, mapping or options do not fit: before anything is written,
 * but for a fault that only shows far into standard input. What was written till then stands.
 */
export async function importFile(options: ImportOptions): Promise<ImportResult> {
  return await withTable(options, importTable);
}

/**
 * What `importFile` would do. Writes nothing.
 * @throws as `importFile`.
 */
export async function tryFile(options: ImportOptions): Promise<TrialResult> {
  return await withTable(options, tryTable);
}

async function withTable<Result>(
  options: ImportOptions,
  use: (table: Table, mapping: AnyMapping, options: ImportOptions) => Promise<Result>,
): Promise<Result> {
  const mapping = loadMapping(options.mapping);
  checkCampaign({ folder: options.data.campaigns, code: options.campaign });
  checkParticipant(mapping, options.participant);
  const table = await openTable({
    file: options.file,
    input: options.file === '-' ? (options.input ?? process.stdin) : undefined,
    expected: expectedBy(mapping),
    note: (line) => options.onProgress?.(line),
    ...options.table,
  });
  try {
    return await use(table, mapping, options);
  } finally {
    await table.close();
  }
}

/** The column of dates is the one that a spreadsheet may hold as such. */
function expectedBy(mapping: AnyMapping): Expected {
  const { table, columns, numbers } = mapping;
  const date = isReturnMapping(mapping) ? ('column' in mapping.period ? mapping.period : undefined) : mapping.date;
  return { table, columns, numbers, date };
}

function checkParticipant({ name, participant }: AnyMapping, given: string | undefined): void {
  if (participant !== undefined && given !== undefined)
    throw new ImportUsageError(`expected no participant: the mapping ${name} splits the file by a column`);
  if (participant === undefined && given === undefined)
    throw new ImportUsageError(`expected a participant: the mapping ${name} does not split the file by a column`);
}

async function importTable(table: Table, mapping: AnyMapping, options: ImportOptions): Promise<ImportResult> {
  const { data } = options;
  const columns = findColumns(table.header, mapping);
  const name = options.file === '-' ? 'stdin' : basename(options.file);
  const campaign = { folder: data.campaigns, code: options.campaign, made: mapping.campaign };
  const stores = new Stores((code) => data.openStore(code));
  const digest = options.file === '-' ? undefined : await digestOf(options.file);
  const origin = { by: options.by, file: name, mapping: mapping.name, ...(digest !== undefined && { digest }) };
  const batches = new Batches({ roster: data.roster, campaign, stores, record: mapping.record, origin });
  const rejects = new RejectsFile(data.rejects, table.header, table.delimiter);
  const rowsOptions: RowsOptions = { mapping, columns, campaign: options.campaign, enrol: options.enrol };
  const { participant, replace } = options;
  const present = replace === undefined ? undefined : new Present();
  const rows = new Rows(batches, rejects, {
    ...rowsOptions,
    ...(participant !== undefined && { participant }),
    ...(present !== undefined && { present }),
  });
  try {
    const counts = () => ({
      read: rows.read,
      imported: batches.imported,
      unchanged: batches.unchanged,
      rejected: rows.rejected,
    });
    const progress = new Progress((line) => options.onProgress?.(line), table.done);
    for await (const row of table.rows) {
      rows.take(row);
      if (!batches.full) continue;
      await rows.flush();
      progress.update(counts());
    }
    await rows.flush();
    progress.end(counts());
    if (batches.kept > 0)
      options.onProgress?.(
        `${batches.kept} record${batches.kept === 1 ? ' stays as it was' : 's stay as they were'} changed by hand since: the file says of ${batches.kept === 1 ? 'it' : 'them'} what it said before`,
      );
    if (rejects.live > 0)
      options.onProgress?.(
        `${rejects.live} rejected row${rejects.live === 1 ? ' holds' : 's hold'} text that a spreadsheet would run as a formula: open the rejects file as text`,
      );
    const file = rejects.close(rejectsName(name, mapping, table));
    if (replace === undefined || present === undefined) return { ...counts(), rejects: file };
    const removed = await removeAbsent({
      ...replace,
      mapping,
      campaign: options.campaign,
      participants: participant !== undefined ? [participant] : batches.reporting,
      present,
      origin,
      storeOf: (code) => stores.of(code),
      onProgress: (line) => options.onProgress?.(line),
    });
    return { ...counts(), removed, rejects: file };
  } catch (error) {
    rejects.discard();
    throw error;
  } finally {
    rows.close();
    present?.close();
    await stores.close();
  }
}

/** The same for the same bytes: an import that is run again replaces its rejects file. */
function rejectsName(name: string, mapping: AnyMapping, table: Table): string {
  const own = name.replace(/(\.[0-9a-f]{8}\.rejects\.csv)+$/, '').slice(0, 100);
  const base = own.endsWith(`.${mapping.name}`) ? own : `${own}.${mapping.name}`;
  return `${base}.${table.digest().slice(0, 8)}.rejects.csv`;
}
