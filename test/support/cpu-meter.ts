import { performance } from 'node:perf_hooks';

/**
 * Milliseconds for which the work kept this thread from everything else, at most. The process's CPU time counts other
 * threads too (hashing), and the event loop's busy time counts waits for a core, so the smaller of the two is taken:
 * neither a busy machine nor slow work elsewhere makes it grow.
 */
export async function busyMilliseconds(work: () => Promise<unknown>): Promise<number> {
  const cpu = process.cpuUsage();
  const loop = performance.eventLoopUtilization();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const { active } = performance.eventLoopUtilization(loop);
  return Math.min((user + system) / 1_000, active);
}

/** The same of work that may meet a garbage collection or code not yet compiled: the least of a few times. */
export async function settledBusyMilliseconds(work: () => Promise<unknown>, limit: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 4 && least > limit; turn += 1)
    least = Math.min(least, await busyMilliseconds(work));
  return least;
}
