import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Transaction } from '../../src/common/database/transaction.js';
import { isDatabaseUnavailable } from '../../src/common/database/database-unavailable.js';
import { CommonModule } from '../../src/common/common.module.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

@Entity('marks')
class Mark {
  @PrimaryColumn('text')
  name: string;

  @Column('integer')
  count: number;
}

@Module({ imports: [CommonModule, TypeOrmModule.forFeature([Mark])] })
class MarksModule {}

describe('Transaction', () => {
  let shop: TestShop;
  let transaction: Transaction;
  beforeAll(async () => {
    shop = await openShop({ root: MarksModule, worker: false });
    transaction = shop.get(Transaction);
    await shop.sql('CREATE TABLE marks (name text PRIMARY KEY, count integer NOT NULL DEFAULT 0)');
  });
  afterAll(() => shop.close());
  beforeEach(() => shop.sql('TRUNCATE marks'));

  const mark = (name: string) => transaction.sql('INSERT INTO marks (name) VALUES ($1)', [name]);
  const marks = async () =>
    (await shop.sql('SELECT name FROM marks ORDER BY name')).map(({ name }) => name as string);

  it('says that the database is not available when its connection ends between two statements', async () => {
    const lost = transaction.run(async () => {
      const [{ pid }] = (await transaction.sql('SELECT pg_backend_pid() AS pid')) as [{ pid: number }];
      await transaction.outside(() => shop.sql('SELECT pg_terminate_backend($1)', [pid]));
      await eventually(async () => {
        const others = 'SELECT FROM pg_stat_activity WHERE pid = $1';
        return (await transaction.outside(() => shop.sql(others, [pid]))).length === 0;
      });
      await mark('a');
    });
    expect(isDatabaseUnavailable(await lost.catch((error: unknown) => error))).toBe(true);
    expect(await marks()).toEqual([]);
  });

  it('keeps its context while others begin and end beside it', async () => {
    let open = (): void => undefined;
    const others = new Promise<void>((resolve) => (open = resolve));
    const current = async () => (await transaction.sql('SELECT txid_current()::text AS id'))[0]!['id'];
    const work = transaction.run(async () => {
      const before = await current();
      await others;
      return [before, await current(), await transaction.run(current)];
    });
    for (let other = 0; other < 3; other += 1) await transaction.run(() => mark(`beside ${other}`));
    expect(transaction.isRunning).toBe(false);
    open();
    const [before, after, nested] = await work;
    expect([after, nested]).toEqual([before, before]);
    expect(transaction.isRunning).toBe(false);
  });

  it('commits what the work did', async () => {
    await transaction.run(() => mark('a'));
    expect(await marks()).toEqual(['a']);
  });

  it('rolls everything back when the work throws, nested work included', async () => {
    const work = transaction.run(async () => {
      await mark('outer');
      await transaction.run(() => mark('inner'));
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await marks()).toEqual([]);
  });

  it('lets nested work join: one BEGIN, one COMMIT', async () => {
    const statements = await shop.statementsOf(() =>
      transaction.run(async () => {
        await transaction.run(() => mark('a'));
        await transaction.run(() => mark('b'));
      }),
    );
    expect(statements.filter((sql) => /^(START TRANSACTION|BEGIN)/.test(sql))).toHaveLength(1);
    expect(statements.filter((sql) => sql === 'COMMIT')).toHaveLength(1);
    expect(statements).toHaveLength(4);
  });

  it('keeps the outer transaction whole when an inner failure is caught by the caller', async () => {
    await transaction.run(async () => {
      await mark('a');
      await transaction.run(async () => Promise.reject(new Error('caught'))).catch(() => undefined);
      await mark('b');
    });
    expect(await marks()).toEqual(['a', 'b']);
  });

  it('hides what is not committed from others', async () => {
    await transaction.run(async () => {
      await mark('a');
      expect(await transaction.outside(() => transaction.sql('SELECT * FROM marks'))).toEqual([]);
    });
  });

  it('runs after-commit effects once all is committed, and never after a rollback', async () => {
    const seen: string[][] = [];
    await transaction.run(async () => {
      await transaction.run(async () => {
        await mark('a');
        await transaction.afterCommit(async () => void seen.push(await marks()));
      });
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual([['a']]);

    const failing = transaction.run(async () => {
      await transaction.afterCommit(() => void seen.push(['never']));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(seen).toEqual([['a']]);
  });

  it('runs an effect at once outside a transaction, and survives one that throws after commit', async () => {
    const seen: string[] = [];
    await transaction.afterCommit(() => void seen.push('now'));
    await transaction.run(async () => {
      await transaction.afterCommit(() => Promise.reject(new Error('logged only')));
      await transaction.afterCommit(() => void seen.push('next'));
    });
    expect(seen).toEqual(['now', 'next']);
  });

  it('runs the whole work again when two transactions deadlock', async () => {
    await mark('a');
    await mark('b');
    const touch = (name: string) =>
      transaction.sql('UPDATE marks SET count = count + 1 WHERE name = $1', [name]);
    let met: () => void;
    const bothHoldOne = new Promise<void>((resolve) => (met = resolve));
    let holders = 0;
    const inOrder = (first: string, second: string) =>
      transaction.run(async () => {
        await touch(first);
        if ((holders += 1) === 2) met();
        await bothHoldOne;
        await touch(second);
      });
    await Promise.all([inOrder('a', 'b'), inOrder('b', 'a')]);
    expect(holders).toBeGreaterThan(2);
    expect(await shop.sql('SELECT count FROM marks')).toEqual([{ count: 2 }, { count: 2 }]);
  });

  it.each([undefined, null])('refuses a condition that is undefined or null: %s', async (name) => {
    await mark('of somebody');
    const find = () => transaction.manager.findOneBy(Mark, { name: name as string | undefined });
    await expect(find()).rejects.toThrow('where condition');
    expect(await transaction.manager.findOneBy(Mark, { name: 'of somebody' })).toMatchObject({ count: 0 });
  });

  it('keeps parallel transactions apart', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `m${index}`);
    await Promise.allSettled(
      names.map((name, index) =>
        transaction.run(async () => {
          await mark(name);
          if (index % 2 === 1) throw new Error('odd');
        }),
      ),
    );
    expect(await marks()).toEqual(names.filter((_, index) => index % 2 === 0).sort());
  });
});
