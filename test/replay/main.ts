import { parseArgs } from 'node:util';
import { settleJobs } from '../support/jobs.js';
import { layGround } from '../support/ground.js';
import { openShopOn, type TestShop } from '../support/shop.js';
import { Audit } from './audit.js';
import { ReplayClient } from './client.js';
import { CURRENCY, type InvoiceFile, readInvoices } from './invoice-file.js';
import { planOf } from './plan.js';
import { Replay } from './replay.js';
import { oddities, outcomeTable, reportedLines, verdict } from './report.js';

const USAGE = `npm run replay -- FILE [--limit N]

Sends a real shop's invoices through the public API of a shop of its own: products, carts, orders, payments,
cancellations, refunds, stock corrections. FILE is a CSV, plain or .gz, with the columns InvoiceNo, StockCode,
Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country. --limit takes its first N lines alone.
The exit code is 0 when everything in the shop then equals the file to the penny.`;

/** Settings of the shop that a history is replayed in: its customers are wholesalers, all at one address. */
export const REPLAYED_SHOP = {
  SHOP_CURRENCY: CURRENCY,
  ORDER_MAX_UNITS_PER_ITEM: '1000000',
  ORDER_MAX_UNITS: '100000000',
} as const;

/** The command: exit code 0 when all agrees, 1 when something differs, 2 when it was called wrongly. */
export async function main(args: string[]): Promise<number> {
  const file = fileOf(args);
  if (!file) return 2;
  const ground = await layGround();
  try {
    const shop = await openShopOn(ground, { env: REPLAYED_SHOP });
    try {
      return (await replayInto(shop, file, print)) ? 0 : 1;
    } finally {
      await shop.close();
    }
  } finally {
    await ground.remove();
  }
}

/** Replays the file, prints what became of it, and tells whether all agrees. */
export async function replayInto(
  shop: TestShop,
  file: InvoiceFile,
  say: (text: string) => void,
  progress: NodeJS.WritableStream = process.stderr,
): Promise<boolean> {
  const client = new ReplayClient(shop);
  await client.open();
  const { steps, entries } = planOf(file);
  say(oddities(entries, steps));
  const replay = new Replay(client, progress);
  await replay.run(steps, entries);
  await settleJobs(shop);
  const audit = new Audit(shop, client, replay);
  await audit.run(file, steps, entries);
  say(['', ...reportedLines(file, entries), '', outcomeTable(file, entries), ''].join('\n'));
  if (client.retries > 0) say(`The shop said 503 ${client.retries} times, and was asked again.`);
  say(verdict(audit, replay.placed.size, replay.seconds));
  return audit.differences.length === 0;
}

function fileOf(args: string[]): InvoiceFile | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { limit: { type: 'string' } },
    });
    const limit = Number(values.limit ?? Infinity);
    if (positionals.length !== 1 || !(limit >= 1)) throw new Error(USAGE);
    const { lines, unreadable } = readInvoices(positionals[0]!);
    return {
      lines: lines.slice(0, limit),
      unreadable: unreadable.filter(({ number }) => number <= limit + 1),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
