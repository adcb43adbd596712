// How the tables of a participant's database came to be. A migration that has shipped is never edited.
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Migration } from '../database/migrate.ts';

export const storeMigrations: Readonly<Record<string, Migration>> = {
  '001-tables': { up: createTables },
  '002-returns': { up: addReturns },
  '003-feed-readers': { up: addFeedReaders },
  '004-source-said': { up: addSourceSaid },
};

async function addSourceSaid({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('revisions').addColumn('source_said', 'text').execute();
}

async function addFeedReaders({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('feed_readers')
    .addColumn('service', 'text', (column) => column.primaryKey())
    .addColumn('change_number', 'integer', (column) => column.notNull())
    .addColumn('read_at', 'text', (column) => column.notNull())
    .execute();
}

async function createTables(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('store')
    .addColumn('only', 'integer', (column) => column.primaryKey())
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('participant', 'text', (column) => column.notNull())
    .addColumn('last_change', 'integer', (column) => column.notNull())
    .addColumn('last_changed_at', 'text', (column) => column.notNull())
    .execute();

  let cases = schema.createTable('cases').addColumn('id', 'text', (column) => column.primaryKey());
  for (const name of ['reference', 'kind', 'form', 'seized_in', 'reported_at', 'content_hash', 'handling', 'tlp']) {
    cases = cases.addColumn(name, 'text', (column) => column.notNull());
  }
  for (const name of ['revision', 'has_route', 'has_outcome']) {
    cases = cases.addColumn(name, 'integer', (column) => column.notNull());
  }
  cases = withColumns(cases, 'text', [
    'phase',
    'seized_on',
    'provenance_source',
    'provenance_compiled_by',
    'provenance_url',
    'transport_mode',
    'concealment_method',
    'concealment_description',
    'detection_method',
    'detection_description',
    'narrative',
    'narrative_class',
    'sanction',
    'disposal',
    'restriction',
    'review_on',
    'sealed',
    'national',
  ]);
  await withColumns(cases, 'integer', ['arrests', 'charged', 'convicted']).execute();

  const texts = ['name', 'drug_group', 'precursor_table', 'appendix', 'term', 'hs_code', 'description', 'unit'];
  let seizures = childOf(database, 'seizures', ['position']).addColumn('commodity_type', 'text', (column) =>
    column.notNull(),
  );
  seizures = withColumns(seizures, 'text', [...texts, 'conversion', 'estimated_currency']);
  await withColumns(seizures, 'double precision', ['value', 'kilograms', 'estimated_amount']).execute();

  const places = withColumns(childOf(database, 'places', ['role', 'position']), 'text', ['country', 'locode', 'name']);
  await withColumns(places, 'double precision', ['latitude', 'longitude']).execute();

  await withColumns(childOf(database, 'suspects', ['position']), 'text', [
    'role',
    'nationality',
    'name',
    'date_of_birth',
    'address',
    'company',
  ]).execute();

  await identifiers(childOf(database, 'conveyance_identifiers', ['position'])).execute();
  await identifiers(childOf(database, 'suspect_identifiers', ['suspect', 'position'])).execute();
  await childOf(database, 'release_audience', ['participant']).execute();

  let revisions = schema
    .createTable('revisions')
    .addColumn('change_number', 'integer', (column) => column.primaryKey());
  for (const name of ['case_id', 'changed_at', 'changed_by']) {
    revisions = revisions.addColumn(name, 'text', (column) => column.notNull());
  }
  for (const name of ['revision', 'deleted']) {
    revisions = revisions.addColumn(name, 'integer', (column) => column.notNull());
  }
  await withColumns(revisions, 'text', ['source_file', 'entry', 'record']).execute();
  await schema.createIndex('revisions_by_case').unique().on('revisions').columns(['case_id', 'revision']).execute();
}

async function addReturns({ schema }: Kysely<unknown>): Promise<void> {
  let returns: Columns = schema
    .createTable('returns')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('phase', 'text')
    .addColumn('revision', 'integer', (column) => column.notNull());
  for (const name of ['period', 'content_hash', 'tlp', 'audience', 'record']) {
    returns = returns.addColumn(name, 'text', (column) => column.notNull());
  }
  await returns.execute();
  const revisions = () => schema.alterTable('revisions');
  await revisions()
    .addColumn('subject', 'text', (column) => column.notNull().defaultTo('CASE'))
    .execute();
  await revisions().addColumn('source_digest', 'text').execute();
  await revisions().addColumn('source_row', 'integer').execute();
  await revisions().addColumn('source_mapping', 'text').execute();
  await schema
    .createIndex('revisions_by_mapping')
    .on('revisions')
    .columns(['source_mapping', 'subject', 'case_id'])
    .execute();
}

type Columns = CreateTableBuilder<string, string>;

function withColumns(table: Columns, type: 'text' | 'integer' | 'double precision', names: readonly string[]): Columns {
  let wider = table;
  for (const name of names) wider = wider.addColumn(name, type);
  return wider;
}

/** A table whose rows go with their case; they are read by case, in the order of the key. */
function childOf(database: Kysely<unknown>, name: string, key: readonly string[]): Columns {
  let table: Columns = database.schema
    .createTable(name)
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id').onDelete('cascade'));
  for (const part of key) {
    const type = part === 'role' || part === 'participant' ? 'text' : 'integer';
    table = table.addColumn(part, type, (column) => column.notNull());
  }
  return table.addPrimaryKeyConstraint(`${name}_key`, ['case_id', ...key]);
}

function identifiers(table: Columns): Columns {
  return table
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('valid', 'integer');
}
