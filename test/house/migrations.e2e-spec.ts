import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataSource, type EntityMetadata } from 'typeorm';
import { CreateListingsTitledIndex1795880000000 } from '../../migrations/1795880000000-create-listings-titled-index.js';
import { migrationDataSource } from '../../src/common/database/data-source.js';
import { migrate } from '../../src/common/database/migrate.js';
import { moduleOf, Project } from '../architecture/project.js';
import { entitiesOf } from '../architecture/rules/database.js';
import { openShop, type TestShop } from '../support/shop.js';

/** Tables that no entity describes, since SQL alone writes and reads them: whose they are, and why that is so. */
const WITHOUT_ENTITY: Readonly<Record<string, readonly [module: string, reason: string]>> = {
  sign_in_counters: ['auth', 'counted by guarded statements'],
  migrations: ['common', "TypeORM's own list"],
  outbox: ['common', 'append-only, written in the statement that queues its jobs'],
  idempotency_keys: ['common', 'claimed and answered by guarded statements'],
  imports: ['common', 'counted by guarded statements'],
  import_chunks: ['common', 'bytes that are written and read once'],
  import_findings: ['common', 'written once, and read page by page'],
  locations: ['inventory', 'one row so far, only referred to'],
  stock_levels: ['inventory', 'changed by guarded statements over many rows at once'],
  reservations: ['inventory', 'changed by guarded statements over many rows at once'],
  stock_movements: ['inventory', 'append-only, written in the statement that changes a level'],
  media_sources: ['catalog', 'written and read by one statement each'],
  product_listings: ['catalog', 'derived, and made anew by one statement'],
  product_listings_ahead: ['catalog', 'derived, and made anew by the same statement'],
  category_slugs_before: ['catalog', 'written and read by one statement each'],
  product_slugs_before: ['catalog', 'written and read by one statement each'],
  search_words: ['catalog', 'derived, and only ever added to'],
  payment_transactions: ['payments', 'append-only'],
  ledger_transactions: ['payments', 'append-only, written in one statement with its entries'],
  ledger_entries: ['payments', 'append-only, written in one statement with their transaction'],
  payment_webhooks: ['payments', 'written once, then settled by guarded statements'],
};

interface Column {
  readonly type: string;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  'timestamp with time zone': 'timestamptz',
  'character varying': 'varchar',
  character: 'char',
};

const tablesByModule = new Map(
  entitiesOf(Project.read(process.cwd())).map(({ path, table }) => [table, moduleOf(path)]),
);

let shop: TestShop;
let entities: readonly EntityMetadata[];
beforeAll(async () => {
  shop = await openShop({ worker: false, isPatient: false });
  // Files of tests share a process, in which the entities that some of them plant stay known.
  entities = shop.get(DataSource).entityMetadatas.filter(({ tableName }) => tablesByModule.has(tableName));
});
afterAll(() => shop.close());

const shortName = (type: string): string => SHORT_NAMES[type] ?? type;

/** The columns that the migrations made, as PostgreSQL tells them. */
async function columnsOf(entity: EntityMetadata): Promise<Map<string, Column>> {
  const rows = await shop.sql<{
    name: string;
    type: string;
    element: string;
    nullable: boolean;
    hasDefault: boolean;
  }>(
    `SELECT column_name AS name, data_type AS type, ltrim(udt_name, '_') AS element,
       is_nullable = 'YES' AS nullable,
       column_default IS NOT NULL OR is_identity = 'YES' OR is_generated = 'ALWAYS' AS "hasDefault"
     FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2`,
    [entity.schema ?? 'public', entity.tableName],
  );
  return new Map(
    rows.map(({ name, type, element, nullable, hasDefault }) => [
      name,
      { type: type === 'ARRAY' ? `${element}[]` : shortName(type), nullable, hasDefault },
    ]),
  );
}

/** The columns that the entity counts on. A created or updated date, a version and an id by the database have a default. */
function expectedColumns(entity: EntityMetadata): [name: string, Column][] {
  return entity.columns.map((column) => {
    const type = shortName(entity.connection.driver.normalizeType(column));
    const hasDefault =
      column.default !== undefined || column.isCreateDate || column.isUpdateDate || column.isGenerated;
    return [
      column.databaseName,
      { type: column.isArray ? `${type}[]` : type, nullable: column.isNullable, hasDefault },
    ];
  });
}

const ownerOf = (table: string): string | undefined =>
  tablesByModule.get(table) ?? WITHOUT_ENTITY[table]?.[0];

describe('entities and migrations agree', () => {
  it('on every column: type, nullability, default', async () => {
    for (const entity of entities) {
      const made = await columnsOf(entity);
      const expected = Object.fromEntries(expectedColumns(entity));
      expect(Object.fromEntries(made), `columns of ${entity.tableName}`).toMatchObject(expected);
    }
  });

  it('on the columns that an entity leaves out: a row can be written without them', async () => {
    for (const entity of entities) {
      const known = entity.columns.map(({ databaseName }) => databaseName);
      const others = [...(await columnsOf(entity))].filter(([name]) => !known.includes(name));
      const needed = others.filter(([, { nullable, hasDefault }]) => !nullable && !hasDefault);
      expect(needed, `columns of ${entity.tableName} without a property`).toEqual([]);
    }
  });

  it('on the primary keys', async () => {
    for (const entity of entities) {
      const [key] = await shop.sql<{ columns: string[] }>(
        `SELECT array_agg(attribute.attname::text ORDER BY attribute.attname) AS columns
         FROM pg_index JOIN pg_attribute attribute ON attrelid = indrelid AND attnum = ANY (indkey)
         WHERE indisprimary AND indrelid = $1::regclass`,
        [entity.tablePath],
      );
      const expected = entity.primaryColumns.map(({ databaseName }) => databaseName).sort();
      expect(key?.columns, `primary key of ${entity.tableName}`).toEqual(expected);
    }
  });

  it('on the tables: each has an entity, or a reason to have none', async () => {
    const tables = await shop.sql<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name`,
    );
    const known = [...entities.map(({ tableName }) => tableName), ...Object.keys(WITHOUT_ENTITY)];
    expect(tables.map(({ name }) => name)).toEqual([...new Set(known)].sort());
  });
});

describe('a module owns its tables alone', () => {
  it('so no foreign key leads from one module to another', async () => {
    const keys = await shop.sql<{ from: string; to: string }>(
      `SELECT conrelid::regclass::text AS from, confrelid::regclass::text AS to
       FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
    );
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter(({ from, to }) => ownerOf(from) !== ownerOf(to))).toEqual([]);
  });
});

describe('migrating', () => {
  it('does nothing the second time', async () => {
    const config = { url: shop.databaseUrl, poolSize: 2, poolWaitMs: 5_000 };
    expect(await migrate(config)).toEqual({ applied: [] });
  });

  it('may be asked of several processes at once', async () => {
    const config = { url: shop.databaseUrl, poolSize: 2, poolWaitMs: 5_000 };
    expect(await Promise.all([migrate(config), migrate(config), migrate(config)])).toHaveLength(3);
  });

  it('gives up when another process holds the turn for longer than any migration takes', async () => {
    const holder = await migrationDataSource({ url: shop.databaseUrl, poolSize: 1, poolWaitMs: 5_000 });
    await holder.initialize();
    try {
      await holder.query('SELECT pg_advisory_lock(4711000001)');
      const config = { url: shop.databaseUrl, poolSize: 2, poolWaitMs: 5_000 };
      const turn = migrate(config, undefined, 300);
      await expect(turn).rejects.toThrow('Another process has been migrating this database');
    } finally {
      await holder.destroy();
    }
    const config = { url: shop.databaseUrl, poolSize: 2, poolWaitMs: 5_000 };
    expect(await migrate(config)).toEqual({ applied: [] });
  });

  it('keeps PostgreSQL from compiling the plans of requests', async () => {
    expect(await shop.sql("SELECT current_setting('jit') AS jit")).toEqual([{ jit: 'off' }]);
  });

  it('is not bound by the time that a request may take, and waits for no lock that others wait behind', async () => {
    const [request] = await shop.sql("SELECT current_setting('statement_timeout') AS limit");
    expect(request).toEqual({ limit: '5s' });

    const dataSource = await migrationDataSource({ url: shop.databaseUrl, poolSize: 2, poolWaitMs: 5_000 });
    await dataSource.initialize();
    try {
      const [limits] = (await dataSource.query(
        "SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock",
      )) as unknown[];
      expect(limits).toEqual({ statement: '0', lock: '2s' });
    } finally {
      await dataSource.destroy();
    }
  });
});

describe('an index that is built while the shop is open', () => {
  const migration = new CreateListingsTitledIndex1795880000000();
  const build = async () => {
    const dataSource = await migrationDataSource({ url: shop.databaseUrl, poolSize: 2, poolWaitMs: 5_000 });
    await dataSource.initialize();
    try {
      await migration.up(dataSource.createQueryRunner());
    } finally {
      await dataSource.destroy();
    }
  };
  const isValid = async () =>
    (
      await shop.sql('SELECT indisvalid AS "isValid" FROM pg_index WHERE indexrelid = to_regclass($1)', [
        migration.index,
      ])
    )[0]?.isValid;

  it('is told by the doctor when its build has broken off, and built anew by the next one', async () => {
    await shop.sql('UPDATE pg_index SET indisvalid = false WHERE indexrelid = $1::regclass', [
      migration.index,
    ]);
    await expect(shop.doctor()).rejects.toThrow('common.indexes_are_valid');
    await build();
    expect(await isValid()).toBe(true);
    await shop.doctor();
  });

  it('waits for transactions that began before, longer than any lock may be waited for', async () => {
    await shop.sql(`DROP INDEX ${migration.index}`);
    const reader = shop.get(DataSource).createQueryRunner();
    await reader.startTransaction('REPEATABLE READ');
    await reader.query('SELECT count(*) FROM products');
    let isBuilt = false;
    const building = build().then(() => (isBuilt = true));
    try {
      await delay(2_500);
      expect(isBuilt).toBe(false);
    } finally {
      await reader.commitTransaction();
      await reader.release();
    }
    await building;
    expect(await isValid()).toBe(true);
  });
});
