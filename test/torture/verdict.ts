import type { Journal } from './journal.js';
import type { Reached } from './reach.js';

/** A client with patience for one sign of progress knows by then. */
const LONGEST_WAIT_AIM_MS = 20_000;

interface Damage {
  readonly seed: number;
  readonly kills: number;
  readonly killsAtSteps: number;
  readonly crashes: number;
  /** Milliseconds from a crash of PostgreSQL until both processes were ready, at most. */
  readonly longestOutage: number;
  /** Connections of workers that were ended. */
  readonly workerCuts: number;
}

/** The last word on a run, as a table. */
export function verdictOn(
  journal: Journal,
  { seed, kills, killsAtSteps, crashes, longestOutage, workerCuts }: Damage,
  reached: Reached,
  milliseconds: number,
) {
  const { operations, ok, refused, unknown, settled, orders, payments, refunds, violations } = journal;
  const seconds = Math.round(milliseconds / 1_000);
  const rows: [string, number | string][] = [
    ['seed', seed],
    ['seconds', seconds],
    ['operations', operations],
    ['  done', ok],
    ['  refused by a rule of the shop', refused],
    ['outcomes unknown at first', unknown],
    ['  settled by asking again with the same key', settled],
    ['  milliseconds until it was known, at most', journal.longestWait],
    ['    (aim)', LONGEST_WAIT_AIM_MS],
    ['processes killed (SIGKILL)', kills],
    ['  at a step of the money path', killsAtSteps],
    ['PostgreSQL crashed and recovered', crashes],
    ['  milliseconds until ready again, at most', Math.round(longestOutage)],
    ['connections of workers cut', workerCuts],
    ['orders acknowledged', orders.size],
    ['payments acknowledged', payments.size],
    ['refunds acknowledged', refunds.size],
    ['units canceled, acknowledged', sumOf(journal.canceledUnits)],
    ['decisions on reviews, acknowledged', sumOf(journal.decisions)],
    ...Object.entries(reached).map(([place, times]): [string, number] => [`  ${place}`, times]),
    ['violations', violations.length],
  ];
  const isPass = violations.length === 0 && operations > 0;
  const text = [
    ...rows.map(([label, value]) => `${label.padEnd(46)}${String(value).padStart(10)}`),
    `The longest wait was that of ${journal.longestWaiter}`,
    ...violations.slice(0, 50).map((violation) => `VIOLATION ${violation}`),
    isPass ? 'PASS' : 'FAIL',
  ].join('\n');
  return { isPass, text };
}

const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((all, count) => all + count, 0);
