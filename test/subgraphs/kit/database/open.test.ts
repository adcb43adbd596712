import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { Generated, Kysely } from 'kysely';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Migration, migrate } from '#subgraphs/kit/database/migrate.ts';
import { openDatabase } from '#subgraphs/kit/database/open.ts';
import { temporaryFile } from '../temporary-folder.ts';

interface Tables {
  marks: { id: Generated<number>; mark: string };
}

const migrations: Record<string, Migration> = {
  '001-marks': {
    async up(database) {
      await database.schema
        .createTable('marks')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('mark', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

function opened(file: string, worker: boolean): Kysely<Tables> {
  const database = openDatabase<Tables>({ file, worker });
  onTestFinished(() => database.destroy());
  return database;
}

const marks = async (database: Kysely<Tables>) =>
  (await database.selectFrom('marks').select('mark').orderBy('id').execute()).map(({ mark }) => mark);

describe.each([
  ['in this thread', false],
  ['in a worker', true],
])('a database %s', (_, worker) => {
  test('gives rows as plain objects', async () => {
    const database = opened(await temporaryFile('a.sqlite'), worker);
    await migrate(database, migrations);
    const inserted = await database
      .insertInto('marks')
      .values([{ mark: 'a' }, { mark: 'b' }])
      .executeTakeFirst();
    expect(inserted.numInsertedOrUpdatedRows).toBe(2n);
    const rows = await database.selectFrom('marks').selectAll().orderBy('id').execute();
    expect(rows).toEqual([
      { id: 1, mark: 'a' },
      { id: 2, mark: 'b' },
    ]);
    expect(rows.map((row) => Object.getPrototypeOf(row))).toEqual([Object.prototype, Object.prototype]);
  });

  test('is durable, checks foreign keys, and is readable by its owner alone', async () => {
    const file = await temporaryFile('deep/a.sqlite');
    const database = opened(file, worker);
    const pragma = async (name: string) =>
      Object.values((await sql.raw(`pragma ${name}`).execute(database)).rows[0] ?? {});
    expect(await pragma('journal_mode')).toEqual(['wal']);
    expect(await pragma('synchronous')).toEqual([2]);
    expect(await pragma('foreign_keys')).toEqual([1]);
    expect(await pragma('busy_timeout')).toEqual([10_000]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('keeps nothing of a transaction that fails', async () => {
    const database = opened(await temporaryFile('a.sqlite'), worker);
    await migrate(database, migrations);
    const failing = database.transaction().execute(async (transaction) => {
      await transaction.insertInto('marks').values({ mark: 'lost' }).execute();
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await marks(database)).toEqual([]);
  });

  test('lets a writer wait for another that reads before it writes', async () => {
    const file = await temporaryFile('a.sqlite');
    const [one, other] = [opened(file, worker), opened(file, worker)];
    await migrate(one, migrations);
    const count = async (database: Kysely<Tables>) => {
      await database.transaction().execute(async (transaction) => {
        const held = await marks(transaction);
        await new Promise((resolve) => setTimeout(resolve, 2));
        await transaction
          .insertInto('marks')
          .values({ mark: String(held.length) })
          .execute();
      });
    };
    for (let round = 0; round < 10; round++) await Promise.all([count(one), count(other)]);
    expect(await marks(one)).toEqual(Array.from({ length: 20 }, (_each, index) => String(index)));
  });

  test('lets a reader read beside a writer, in one snapshot', async () => {
    const file = await temporaryFile('a.sqlite');
    const [writer, reader] = [opened(file, worker), opened(file, worker)];
    await migrate(writer, migrations);
    await reader
      .transaction()
      .setAccessMode('read only')
      .execute(async (transaction) => {
        expect(await marks(transaction)).toEqual([]);
        await writer.insertInto('marks').values({ mark: 'new' }).execute();
        expect(await marks(transaction)).toEqual([]);
      });
    expect(await marks(reader)).toEqual(['new']);
  });

  test('tells SQLite errors with their code', async () => {
    const database = opened(await temporaryFile('a.sqlite'), worker);
    await expect(marks(database)).rejects.toMatchObject({ message: 'no such table: marks', errcode: 1 });
  });

  test('fails where the file cannot be opened', async () => {
    const database = opened('/dev/null/a.sqlite', worker);
    await expect(marks(database)).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});

test('a worker leaves the event loop free while a statement runs', async () => {
  const database = opened(await temporaryFile('a.sqlite'), true);
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 5);
  await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000) select max(i) from n`.execute(
    database,
  );
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
});

describe('migrations', () => {
  test('that fail keep nothing of the run, and are named', async () => {
    const database = opened(await temporaryFile('a.sqlite'), false);
    const broken = { ...migrations, '002-broken': { up: async () => Promise.reject(new Error('on purpose')) } };
    await expect(migrate(database, broken)).rejects.toThrow('expected migration 002-broken to run, got on purpose');
    await expect(marks(database)).rejects.toThrow('no such table');
    await migrate(database, migrations);
    expect(await marks(database)).toEqual([]);
  });

  test('run once where several processes open a new file at once', async () => {
    const file = await temporaryFile('a.sqlite');
    const program = new URL('./migrating-child.ts', import.meta.url).pathname;
    const ends = Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'ignore', 'pipe'] });
      const errors: string[] = [];
      child.stderr.on('data', (data) => errors.push(String(data)));
      const [code] = await once(child, 'close');
      return { code, errors: errors.join('') };
    });
    expect(await Promise.all(ends)).toEqual(Array.from({ length: 4 }, () => ({ code: 0, errors: '' })));
  });
});
