import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../support/random.js';
import type { TestShop } from '../support/shop.js';

/** Which of the workers' connections are ended, by a condition on `pg_stat_activity`. */
export const CUTS = {
  idle: "state = 'idle'",
  busy: "state <> 'idle'",
  half: 'random() < 0.5',
  all: 'true',
} as const;

export type Cut = keyof typeof CUTS;

/** Ends connections of the shop's workers from the server's side, as a failover or a pooler that restarts would. */
export async function cutWorkers(shop: TestShop, cut: Cut): Promise<number> {
  const ended = await shop.sql(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'cartwright-worker' AND datname = current_database() AND ${CUTS[cut]}`,
  );
  return ended.length;
}

/** Cuts every few seconds, as the seed decides, until the signal; gives how many connections were ended. */
export async function keepCutting(shop: TestShop, random: Random, signal: AbortSignal): Promise<number> {
  let ended = 0;
  while (!signal.aborted) {
    await delay(random.int(500, 4_000), undefined, { signal }).catch(() => undefined);
    const cut = random.pick(Object.keys(CUTS) as Cut[]);
    // PostgreSQL itself is crashed now and then.
    ended += await cutWorkers(shop, cut).catch(() => 0);
  }
  return ended;
}
