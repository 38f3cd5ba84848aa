import type { Progress } from '../src/common/cli/progress.js';
import { Connection } from './connection.js';
import { cpuSecondsOf } from './processes.js';

/** One way to do a piece of work, over a connection to whoever does it. */
export interface Side {
  readonly port: number;
  /** Runs before each measurement, outside its time. */
  readonly prepare?: () => Promise<void>;
  /** Does the work once; `client` numbers the clients from 0. Throws when it was not done. */
  readonly work: (connection: Connection, client: number) => Promise<unknown>;
}

/** Two ways to do the same. */
export interface Row {
  readonly name: string;
  /** What it is compared with, for people. */
  readonly against: string;
  /** Least ratio that is wanted. */
  readonly aim?: number;
  readonly clients?: number;
  readonly ours: Side;
  readonly base: Side;
}

export interface Figures {
  readonly row: Row;
  /** Times a second, medians of the rounds. */
  readonly ours: number;
  readonly base: number;
  /** Of each round. */
  readonly ratios: readonly number[];
  /** Microseconds of CPU that the servers took each time, medians too. Busy neighbours blur them less than the rates. */
  readonly cpu: { readonly ours: number; readonly base: number };
}

interface Sample {
  /** Times a second. */
  readonly rate: number;
  /** Microseconds of CPU each time. */
  readonly cpu: number;
}

/** What is measured from outside. */
interface Watch {
  /** The processes that serve either side. */
  readonly pids: { readonly ours: number; readonly base: number };
  /** Runs after each row of each round. */
  readonly between: () => Promise<void>;
}

export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
}

export const CLIENTS = 16;

/** Measures the rows round by round, each of its sides in turn, so that a noisy minute falls on both. */
export async function measure(
  rows: readonly Row[],
  { rounds, seconds }: Effort,
  progress: Progress,
  { pids, between }: Watch,
): Promise<Figures[]> {
  const seen = rows.map((row) => ({ row, ours: [] as Sample[], base: [] as Sample[] }));
  for (let round = 0; round <= rounds; round += 1)
    for (const { row, ours, base } of seen) {
      const sides = (['ours', 'base'] as const).map((name) => async () => {
        // Some rows compare the shop with itself.
        const pid = row[name].port === row.ours.port ? pids.ours : pids.base;
        const sample = await sampleOf(row[name], row.clients ?? CLIENTS, seconds, pid);
        (name === 'ours' ? ours : base).push(sample);
      });
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
      await between();
      progress.advance();
      // The first round warms both of them up.
      if (round === 0) ours.length = base.length = 0;
    }
  return seen.map(figuresOf);
}

const figuresOf = ({ row, ours, base }: { row: Row; ours: Sample[]; base: Sample[] }): Figures => ({
  row,
  ours: median(ours.map(({ rate }) => rate)),
  base: median(base.map(({ rate }) => rate)),
  ratios: ours.map(({ rate }, round) => rate / base[round]!.rate),
  cpu: { ours: median(ours.map(({ cpu }) => cpu)), base: median(base.map(({ cpu }) => cpu)) },
});

/** Times a second that so many clients, each asking again once it is answered, get the work done. */
export const rateOf = async (side: Side, clients: number, seconds: number): Promise<number> =>
  (await sampleOf(side, clients, seconds)).rate;

/** Does the work for so long, and gives its rate; with the process that serves it, also its CPU time. */
export async function sampleOf(
  { port, prepare, work }: Side,
  clients: number,
  seconds: number,
  pid?: number,
): Promise<Sample> {
  await prepare?.();
  const connections = await Promise.all(Array.from({ length: clients }, () => Connection.open(port)));
  let done = 0;
  const cpuBefore = cpuSecondsOf(pid);
  const began = performance.now();
  const end = began + seconds * 1_000;
  const follow = async (connection: Connection, client: number): Promise<void> => {
    while (performance.now() < end) {
      await work(connection, client);
      done += 1;
    }
  };
  try {
    await Promise.all(connections.map(follow));
    const rate = done / ((performance.now() - began) / 1_000);
    return { rate, cpu: ((cpuSecondsOf(pid) - cpuBefore) * 1_000_000) / done };
  } finally {
    for (const connection of connections) connection.close();
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
