import type { Figures } from './measuring.js';
import { median } from './measuring.js';

/** The figures as a table that is read on a terminal and in a README alike. */
export function table(figures: readonly Figures[]): string {
  const lines = figures.map(({ row, ours, base, ratios, cpu }) => {
    const ratio = median(ratios);
    const spread = `${decimal(Math.min(...ratios))} to ${decimal(Math.max(...ratios))}`;
    return [
      row.name,
      row.against,
      whole(ours),
      whole(base),
      decimal(ratio),
      spread,
      micro(cpu.ours),
      micro(cpu.base),
      ...verdict(row.aim, ratio),
    ];
  });
  const head = [
    'work',
    'compared with',
    'shop /s',
    'bare /s',
    'ratio',
    'spread',
    'shop CPU',
    'bare CPU',
    'aim',
    '',
  ];
  return aligned([head, head.map((name) => '-'.repeat(Math.max(3, name.length))), ...lines]);
}

/** One line of a table in Markdown each. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) => `| ${row.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`).join('\n');
}

const verdict = (aim: number | undefined, ratio: number): [string, string] =>
  aim === undefined ? ['', ''] : [`>= ${decimal(aim)}`, ratio >= aim ? 'met' : 'not met'];

const micro = (value: number): string => (Number.isNaN(value) ? '' : `${whole(value)} us`);

export const decimal = (value: number): string => value.toFixed(2);
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
