import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommonModule } from '../../src/common/common.module.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { openShop, type TestShop } from '../support/shop.js';

const BY_NAME = 'SELECT * FROM marks WHERE name = $1';
/** Named, so that those of the pool's own queries do not count. */
const OURS = `SELECT count(*) AS count FROM pg_prepared_statements WHERE name LIKE 'cartwright%' AND statement = $1`;

describe('Prepared statements', () => {
  let shop: TestShop;
  let transaction: Transaction;
  const open = async (env: Readonly<Record<string, string>> = {}) => {
    shop = await openShop({ root: CommonModule, worker: false, env });
    transaction = shop.get(Transaction);
    await shop.sql(`CREATE TABLE marks AS SELECT 'a' AS name, 1 AS count`);
  };
  beforeEach(() => open());
  afterEach(() => shop.close());

  const find = () => transaction.sql(BY_NAME, ['a']);
  const preparedOn = async (text: string): Promise<number> => {
    const [row] = await transaction.sqlPlannedAnew<{ count: number }>(OURS, [text]);
    return row!.count;
  };
  /** On each connection of the pool at once. */
  const everywhere = <T>(work: () => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 10 }, () => transaction.run(work)));

  it('are made once for each connection', async () => {
    await transaction.run(async () => {
      for (let time = 0; time < 3; time += 1) await find();
      expect(await preparedOn(BY_NAME)).toBe(1);
    });
  });

  it('are not made of statements that are to be planned each time, nor where they are off', async () => {
    await transaction.run(async () => {
      await transaction.sqlPlannedAnew(BY_NAME, ['a']);
      expect(await preparedOn(BY_NAME)).toBe(0);
    });
    await shop.close();
    await open({ DATABASE_PREPARED_STATEMENTS: 'off' });
    await transaction.run(async () => {
      await find();
      expect(await preparedOn(BY_NAME)).toBe(0);
    });
  });

  it('are off where a pooler stands between, unless they are asked for', async () => {
    const directUrl = shop.databaseUrl;
    const prepared = () => transaction.run(async () => [await find(), await preparedOn(BY_NAME)][1]);
    await shop.close();
    await open({ DATABASE_DIRECT_URL: directUrl });
    expect(await prepared()).toBe(0);
    await shop.close();
    await open({ DATABASE_DIRECT_URL: directUrl, DATABASE_PREPARED_STATEMENTS: 'on' });
    expect(await prepared()).toBe(1);
  });

  it('outlive a migration that changes what they give, in a transaction and outside', async () => {
    await everywhere(find);
    await shop.sql('ALTER TABLE marks ADD COLUMN note text');
    let runs = 0;
    const rows = await transaction.run(async () => {
      runs += 1;
      return find();
    });
    expect(rows).toEqual([{ name: 'a', count: 1, note: null }]);
    expect(runs).toBe(2);
    await shop.sql('ALTER TABLE marks DROP COLUMN count');
    expect(await find()).toEqual([{ name: 'a', note: null }]);
    expect(await everywhere(find)).toHaveLength(10);
  });

  it('are given up for good when a pooler exchanges connections behind them', async () => {
    await everywhere(find);
    await everywhere(() => transaction.sql('DEALLOCATE ALL'));
    expect(await find()).toEqual([{ name: 'a', count: 1 }]);
    expect(await everywhere(find)).toHaveLength(10);
    await transaction.run(async () => {
      await find();
      expect(await preparedOn(BY_NAME)).toBe(0);
    });
  });

  it('are bounded in number', async () => {
    await transaction.run(async () => {
      for (let each = 0; each < 520; each += 1) await transaction.sql(`SELECT ${each} WHERE $1`, [true]);
      const [row] = await transaction.sql<{ count: number }>(
        `SELECT count(*) AS count FROM pg_prepared_statements WHERE name LIKE 'cartwright%'`,
      );
      expect(row!.count).toBeLessThanOrEqual(500);
    });
  });
});
