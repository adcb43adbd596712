// How the hub's tables come about, for SQLite and PostgreSQL alike. In PostgreSQL the database's collation is to be "C".
import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { Migration } from '#subgraphs/kit/database/migrate.ts';

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the tables as they were, not as `HubTables` says.
type AnyDatabase = Kysely<any>;

const text = 'text';
const integer = 'integer';
const real = 'double precision';

function withState<Name extends string>(created: CreateTableBuilder<Name>, key: boolean) {
  const table = created.addColumn('state', integer, (column) => (key ? column.primaryKey() : column.notNull()));
  return table
    .addColumn('participant', text, (column) => column.notNull())
    .addColumn('id', text, (column) => column.notNull())
    .addColumn('reference', text, (column) => column.notNull())
    .addColumn('phase', text)
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('form', text, (column) => column.notNull())
    .addColumn('seized_in', text, (column) => column.notNull())
    .addColumn('seized_first', text, (column) => column.notNull())
    .addColumn('seized_last', text, (column) => column.notNull())
    .addColumn('reported_at', text, (column) => column.notNull())
    .addColumn('revision', integer, (column) => column.notNull())
    .addColumn('changed_at', text, (column) => column.notNull())
    .addColumn('provenance_source', text)
    .addColumn('provenance_compiled_by', text)
    .addColumn('provenance_url', text)
    .addColumn('origin', text)
    .addColumn('seized_at', text)
    .addColumn('destination', text)
    .addColumn('mode', text)
    .addColumn('via', text, (column) => column.notNull())
    .addColumn('kilograms', real);
}

async function heads(db: AnyDatabase): Promise<void> {
  await withState(db.schema.createTable('head_history'), true)
    .addColumn('recorded_from', text, (column) => column.notNull())
    .addColumn('recorded_to', text, (column) => column.notNull())
    .execute();
  await withState(db.schema.createTable('head'), false)
    .addColumn('kilograms_order', real, (column) => column.notNull())
    .addPrimaryKeyConstraint('head_key', ['participant', 'id'])
    .addForeignKeyConstraint('head_state', ['state'], 'head_history', ['state'])
    .execute();

  const index = (name: string, table: string, columns: string[]) =>
    db.schema.createIndex(name).on(table).columns(columns);
  await index('head_id', 'head', ['id']).unique().execute();
  await index('head_state_number', 'head', ['state']).unique().execute();
  for (const [name, key] of [
    ['seized', ['seized_in desc', 'reported_at desc']],
    ['reported', ['reported_at desc']],
    ['kilograms', ['kilograms_order desc']],
  ] as const) {
    await index(`head_by_${name}`, 'head', ['phase', ...key, 'id']).execute();
  }
  await index('history_of_case', 'head_history', ['participant', 'id', 'recorded_from']).execute();
  await index('history_of_phase', 'head_history', ['phase', 'recorded_to']).execute();
}

async function facts(db: AnyDatabase): Promise<void> {
  const table = (name: string) =>
    db.schema
      .createTable(name)
      .addColumn('state', integer, (column) => column.notNull())
      .addForeignKeyConstraint(`${name}_state`, ['state'], 'head_history', ['state']);
  for (const fact of ['drug', 'taxon', 'country']) {
    await table(`fact_${fact}`)
      .addColumn(fact, text, (column) => column.notNull())
      .addPrimaryKeyConstraint(`fact_${fact}_key`, ['state', fact])
      .execute();
  }
  await table('fact_transit')
    .addColumn('position', integer, (column) => column.notNull())
    .addColumn('country', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('fact_transit_key', ['state', 'position'])
    .execute();
  await table('fact_quantity')
    .addColumn('position', integer, (column) => column.notNull())
    .addColumn('commodity', text, (column) => column.notNull())
    .addColumn('unit', text, (column) => column.notNull())
    .addColumn('value', real)
    .addColumn('kilograms', real)
    .addPrimaryKeyConstraint('fact_quantity_key', ['state', 'position'])
    .execute();
  await db.schema.createIndex('fact_drug_name').on('fact_drug').columns(['drug', 'state']).execute();
  await db.schema.createIndex('fact_taxon_name').on('fact_taxon').columns(['taxon', 'state']).execute();
}

async function reading(db: AnyDatabase): Promise<void> {
  const ofCase = (name: string) =>
    db.schema
      .createTable(name)
      .addColumn('participant', text, (column) => column.notNull())
      .addColumn('id', text, (column) => column.notNull());
  await ofCase('known_case')
    .addColumn('revision', integer, (column) => column.notNull())
    .addColumn('generation', integer, (column) => column.notNull())
    .addColumn('state', integer)
    .addColumn('digest', text, (column) => column.notNull())
    .addColumn('scope', text)
    .addPrimaryKeyConstraint('known_case_key', ['participant', 'id'])
    .execute();
  await ofCase('visible_to')
    .addColumn('reader', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('visible_to_key', ['participant', 'id', 'reader'])
    .execute();
  await ofCase('staged')
    .addColumn('entry', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('staged_key', ['participant', 'id'])
    .execute();
  await db.schema
    .createTable('feed')
    .addColumn('participant', text, (column) => column.primaryKey())
    .addColumn('cursor', text)
    .addColumn('generation', integer, (column) => column.notNull())
    .addColumn('rereading', integer, (column) => column.notNull())
    .addColumn('last_seen', text)
    .addColumn('failures', integer, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('reject')
    .addColumn('participant', text, (column) => column.notNull())
    .addColumn('digest', text, (column) => column.notNull())
    .addColumn('case_id', text)
    .addColumn('revision', integer)
    .addColumn('reason', text, (column) => column.notNull())
    .addColumn('phase', text)
    .addColumn('entry', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('reject_key', ['participant', 'digest'])
    .execute();
  await db.schema.createIndex('reject_phase').on('reject').columns(['phase', 'participant']).execute();
  await db.schema.createIndex('reject_case').on('reject').columns(['participant', 'case_id']).execute();
}

async function returns(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('statistical_return')
    .addColumn('participant', text, (column) => column.notNull())
    .addColumn('id', text, (column) => column.notNull())
    .addColumn('phase', text)
    .addColumn('commodity', text, (column) => column.notNull())
    .addColumn('unit', text, (column) => column.notNull())
    .addColumn('period', text, (column) => column.notNull())
    .addColumn('period_first', text, (column) => column.notNull())
    .addColumn('period_last', text, (column) => column.notNull())
    .addColumn('events', integer)
    .addColumn('quantity', real)
    .addColumn('recorded_from', text, (column) => column.notNull())
    .addColumn('recorded_to', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('statistical_return_key', ['participant', 'id', 'recorded_from'])
    .execute();
  await db.schema.createIndex('return_of_phase').on('statistical_return').columns(['phase', 'recorded_to']).execute();
}

/** Takes the place of a table that nothing was ever written to. */
async function returnStates(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable('statistical_return').execute();
  let table = db.schema
    .createTable('statistical_return')
    .addColumn('state', integer, (column) => column.primaryKey())
    .addColumn('revision', integer, (column) => column.notNull());
  const needed = [
    'participant',
    'id',
    'changed_at',
    'period',
    'period_first',
    'period_last',
    'kind',
    'commodity',
    'unit',
  ];
  for (const name of [...needed, 'reported_at', 'recorded_from', 'recorded_to'])
    table = table.addColumn(name, text, (column) => column.notNull());
  for (const name of ['phase', 'name', 'country', 'provenance_source', 'provenance_compiled_by', 'provenance_url'])
    table = table.addColumn(name, text);
  await table.addColumn('events', integer).addColumn('quantity', real).addColumn('kilograms', real).execute();
  const index = (name: string) => db.schema.createIndex(name).on('statistical_return');
  await index('return_of_phase').columns(['phase', 'recorded_to']).execute();
  await index('return_of_record').columns(['participant', 'id', 'recorded_from']).execute();
}

async function upkeep(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('last_good')
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('document', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('last_good_key', ['kind', 'name'])
    .execute();
  await db.schema
    .createTable('counter')
    .addColumn('name', text, (column) => column.primaryKey())
    .addColumn('value', sql`bigint`, (column) => column.notNull())
    .execute();
  await db
    .insertInto('counter')
    .values([
      { name: 'state', value: 0 },
      { name: 'instant', value: 0 },
    ])
    .execute();
}

/**
 * Who may know of each state. Of states that were held before this, the record's release as it is now is taken; where
 * that was never known, the owner alone.
 */
async function visibility(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('state_reader')
    .addColumn('state', integer, (column) => column.notNull())
    .addColumn('reader', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('state_reader_key', ['state', 'reader'])
    .execute();
  for (const table of ['head', 'head_history', 'statistical_return'] as const) {
    await db.schema
      .alterTable(table)
      .addColumn('scope', text, (column) => column.notNull().defaultTo('LISTED'))
      .execute();
    const known = db
      .selectFrom('known_case as k')
      .whereRef('k.participant', '=', `${table}.participant`)
      .whereRef('k.id', '=', `${table}.id`)
      .where('k.scope', 'is not', null);
    await db
      .updateTable(table)
      .set({ scope: known.select('k.scope') })
      .where((where) => where.exists(known.select('k.id')))
      .execute();
  }
  for (const table of ['head_history', 'statistical_return'] as const) {
    const readers = db
      .selectFrom(`${table} as h`)
      .innerJoin('visible_to as v', (join) =>
        join.onRef('v.participant', '=', 'h.participant').onRef('v.id', '=', 'h.id'),
      )
      .select(['h.state', 'v.reader']);
    await db.insertInto('state_reader').columns(['state', 'reader']).expression(readers).execute();
  }
}

/** By name, in order. */
export const migrations: Record<string, Migration> = {
  '001-heads': {
    async up(db: AnyDatabase) {
      await heads(db);
      await facts(db);
      await reading(db);
      await returns(db);
      await upkeep(db);
    },
  },
  '002-rejects-dropped': {
    async up(db: AnyDatabase) {
      for (const name of ['rejects_dropped', 'waiting_dropped']) {
        await db.schema
          .alterTable('feed')
          .addColumn(name, integer, (column) => column.notNull().defaultTo(0))
          .execute();
      }
    },
  },
  '003-returns': { up: returnStates },
  '004-visibility': { up: visibility },
  '005-audit-checkpoints': {
    async up(db: AnyDatabase) {
      await db.schema
        .createTable('audit_checkpoint')
        .addColumn('process', text, (column) => column.notNull())
        .addColumn('log', text, (column) => column.notNull())
        .addColumn('sequence', sql`bigint`, (column) => column.notNull())
        .addColumn('checkpoint', text, (column) => column.notNull())
        .addColumn('received_at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('audit_checkpoint_key', ['process', 'log', 'sequence'])
        .execute();
      const index = db.schema.createIndex('audit_checkpoint_received').on('audit_checkpoint');
      await index.columns(['process', 'received_at']).execute();
    },
  },
};
