import { format } from '../../src/common/money/decimal.js';
import type { Audit } from './audit.js';
import { amountOf, CURRENCY, type InvoiceFile } from './invoice-file.js';
import { groupBy } from './lists.js';
import { type Entry, OUTCOMES, type Step } from './plan.js';

const pounds = (amount: number): string => format({ amount, currency: CURRENCY });

/** Every line that was not replayed, and why. */
export function reportedLines({ unreadable }: InvoiceFile, entries: readonly Entry[]): string[] {
  const told = entries.filter(({ note }) => note !== undefined);
  return [
    ...unreadable.map(({ number, invoice, code, reason }) => `line ${number}: ${invoice} ${code}: ${reason}`),
    ...told.map(
      ({ line, note, done }) =>
        `line ${line.number}: ${line.invoice} ${line.code} x ${line.quantity}, ` +
        `${pounds(amountOf(line) - done)} not replayed: ${note}`,
    ),
  ];
}

/** What was done with how many lines. Their sum is the number of lines of the file. */
export function outcomeTable({ lines, unreadable }: InvoiceFile, entries: readonly Entry[]): string {
  const rows = OUTCOMES.map((outcome) => {
    const own = entries.filter((entry) => entry.outcome === outcome);
    const done = own.reduce((sum, entry) => sum + entry.done, 0);
    const told = own.reduce((sum, entry) => sum + amountOf(entry.line) - entry.done, 0);
    return row(outcome, own.length, pounds(done), pounds(told));
  });
  return [
    row('lines', 'count', 'replayed', 'reported'),
    ...rows,
    row('unreadable', unreadable.length, '', ''),
    row('in all', lines.length + unreadable.length, '', ''),
  ].join('\n');
}

const row = (name: string, count: number | string, done: string, told: string): string =>
  `${name.padEnd(36)}${String(count).padStart(8)}${done.padStart(18)}${told.padStart(18)}`;

/** What the file holds that a simpler shop would stumble over. */
export function oddities(entries: readonly Entry[], steps: readonly Step[]): string {
  const lines = entries.map(({ line }) => line);
  const codes = new Set(lines.map(({ code }) => code));
  const pairs = codes.size - new Set([...codes].map((code) => code.toLowerCase())).size;
  const prices = groupBy(lines, ({ code }) => code);
  const several = [...prices.values()].filter((own) => new Set(own.map((line) => line.unitPrice)).size > 1);
  const seen = new Set(lines.map((line) => JSON.stringify({ ...line, number: 0 })));
  const orders = steps.filter((step) => step.kind === 'order');
  const split = new Set(orders.filter(({ part }) => part > 1).map(({ invoice }) => invoice));
  return [
    `${codes.size} articles, ${pairs} of them told from another by case alone: each is a product of its own`,
    `${several.length} articles at several prices: a variant for each price`,
    `${lines.length - seen.size} lines that repeat another one: they add up in the cart`,
    `${lines.filter(({ unitPrice }) => unitPrice === 0).length} lines without a price`,
    `${lines.filter(({ code }) => !/^\d{5}/.test(code)).length} lines of postage, charges and the like: sold as articles`,
    `${lines.filter(({ customer }) => customer === '').length} lines without a customer: bought by a guest of that invoice`,
    `${split.size} invoices of more lines than a cart takes: several orders each`,
    `largest quantity ${Math.max(...lines.map(({ quantity }) => Math.abs(quantity)))}`,
  ].join('\n');
}

export function verdict({ sums, differences }: Audit, orders: number, seconds: number): string {
  const { file, ordered, returned, reported } = sums;
  return [
    `${orders} orders in ${seconds.toFixed(1)} s: ${(orders / seconds).toFixed(1)} orders/s`,
    `sold ${pounds(ordered)} - given back ${pounds(returned)} + reported ${pounds(reported)} = file ${pounds(file)}`,
    ...differences.map((difference) => `DIFFERENCE ${difference}`),
    differences.length === 0
      ? 'PASS: every invoice, the sum, the provider’s books, the stock and the doctor agree'
      : `FAIL: ${differences.length} difference(s)`,
  ].join('\n');
}
