import { settleJobs } from '../support/jobs.js';
import { type Cut, CUTS, cutWorkers } from '../torture/worker-cuts.js';
import type { Check } from './figures.js';
import type { Scene } from './scene.js';

const ROUNDS = 10;
const JOBS_A_ROUND = 20;
const DONE_WITHIN_MS = 120_000;

/** L-09: connections of the worker break again and again while it has jobs. */
export async function workerLoss({ shop }: Scene): Promise<Check[]> {
  let ended = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const cut of Object.keys(CUTS) as Cut[]) {
      await shop.sql(
        `SELECT graphile_worker.add_job('events.forget_superseded_jobs') FROM generate_series(1, $1)`,
        [JOBS_A_ROUND],
      );
      ended += await cutWorkers(shop, cut);
    }
  }
  const left = await settleJobs(shop, DONE_WITHIN_MS).then(
    () => 0,
    () => shop.sql('SELECT FROM graphile_worker.jobs WHERE run_at <= now()').then((rows) => rows.length),
  );
  return [
    {
      test: 'L-09',
      claim: 'every job is done, however often connections of the worker break',
      seen: `${ended} connections ended, ${left} of ${ROUNDS * JOBS_A_ROUND * Object.keys(CUTS).length} jobs left`,
      holds: ended > 0 && left === 0,
    },
  ];
}
