import { parseArgs } from 'node:util';
import { Transaction } from '../../src/common/database/transaction.js';
import { Doctor } from '../../src/common/doctor/doctor.js';
import { layGround } from '../support/ground.js';
import { openShopOn, type TestShop } from '../support/shop.js';
import { FUNCTIONS, STATEMENTS } from './history.js';

const USAGE = `node test/support/run.mjs test/doctor/main.ts [--orders 1000000]

Writes that many orders with all that belongs to them into a database of its own, and lets the doctor examine them.`;

/** The command: exit code 0 when all invariants hold, 1 when one is broken, 2 when it was called wrongly. */
export async function main(args: string[]): Promise<number> {
  const orders = ordersIn(args);
  if (orders === undefined) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const ground = await layGround();
  const shop = await openShopOn(ground, { worker: false });
  try {
    await timed('The past is written', () => writePast(shop, orders));
    await timed('It is analyzed', () => tidy(shop));
    return await examined(shop);
  } finally {
    await shop.close();
    await ground.remove();
  }
}

/** As a replica, which checks no foreign keys and runs no triggers: what is written here is whole by itself. */
async function writePast(shop: TestShop, orders: number): Promise<void> {
  for (const text of FUNCTIONS) await shop.sql(text);
  const write = (text: string, parameters: readonly unknown[]) =>
    shop.get(Transaction).run(async () => {
      await shop.sql('SET LOCAL statement_timeout = 0');
      await shop.sql('SET LOCAL session_replication_role = replica');
      await shop.sql(text, parameters);
    });
  for (const text of STATEMENTS.catalog) await write(text, []);
  for (const text of STATEMENTS.history) await write(text, [orders]);
}

async function tidy(shop: TestShop): Promise<void> {
  await shop.get(Transaction).run(async () => {
    await shop.sql('SET LOCAL statement_timeout = 0');
    await shop.sql('ANALYZE');
  });
}

async function examined(shop: TestShop): Promise<number> {
  const findings = await timed('The doctor is done', () =>
    shop.get(Doctor).examine(({ invariant, rows, milliseconds }) => {
      const mark = rows.length === 0 ? 'holds ' : 'BROKEN';
      process.stdout.write(`${mark} ${String(milliseconds).padStart(7)} ms  ${invariant.name}\n`);
      for (const row of rows.slice(0, 3)) process.stdout.write(`         ${JSON.stringify(row)}\n`);
    }),
  );
  return findings.some(({ rows }) => rows.length > 0) ? 1 : 0;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  process.stdout.write(`${what}: ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
  return result;
}

function ordersIn(args: string[]): number | undefined {
  try {
    const { values } = parseArgs({ args, options: { orders: { type: 'string', default: '1000000' } } });
    const orders = Number(values.orders);
    return Number.isInteger(orders) && orders > 0 ? orders : undefined;
  } catch {
    return undefined;
  }
}
