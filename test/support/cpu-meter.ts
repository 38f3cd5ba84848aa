import { performance } from 'node:perf_hooks';

/** Runs the work and tells how much CPU time the process took meanwhile: unlike the time that passed, no neighbour adds to it. */
export async function cpuOf<T>(work: () => T | Promise<T>): Promise<{ result: T; cpuMs: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1_000 };
}

/**
 * Milliseconds for which the work kept this thread from everything else, at most. The process's CPU time counts other
 * threads too (hashing), and the event loop's busy time counts waits for a core, so the smaller of the two is taken:
 * neither a busy machine nor slow work elsewhere makes it grow.
 */
export async function busyMilliseconds(work: () => Promise<unknown>): Promise<number> {
  const loop = performance.eventLoopUtilization();
  const { cpuMs } = await cpuOf(work);
  const { active } = performance.eventLoopUtilization(loop);
  return Math.min(cpuMs, active);
}

/** The same of work that may meet a garbage collection or code not yet compiled: the least of a few times. */
export async function settledBusyMilliseconds(work: () => Promise<unknown>, limit: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 4 && least > limit; turn += 1)
    least = Math.min(least, await busyMilliseconds(work));
  return least;
}
