import { setTimeout as delay } from 'node:timers/promises';
import { type Check, ms } from './figures.js';
import type { Sample } from './requests.js';
import type { Scene } from './scene.js';

const BACK_WITHIN_MS = 5_000;

/** L-05, the second half: the database is gone, and comes back. */
export async function databaseLoss({ database, sender }: Scene): Promise<Check[]> {
  const ready = (): Promise<Sample> => sender.send({ method: 'GET', path: '/health/ready' });
  database.shut();
  await delay(1_100);
  const gone = await ready();
  const live = await sender.send({ method: 'GET', path: '/health/live' });
  database.open();
  const opened = performance.now();
  let back = await ready();
  while (back.status !== 200 && performance.now() - opened < BACK_WITHIN_MS) {
    await delay(100);
    back = await ready();
  }
  return [
    {
      test: 'L-05',
      claim: 'without its database the shop says 503 on /health/ready within 1 s, and lives',
      seen: `${gone.status} after ${ms(gone.ms)}; live ${live.status}`,
      holds: gone.status === 503 && gone.ms < 1_000 && live.status === 200,
    },
    {
      test: 'L-05',
      claim: 'and is ready again within 5 s of its return',
      seen: `${back.status} after ${ms(performance.now() - opened)}`,
      holds: back.status === 200,
    },
  ];
}
