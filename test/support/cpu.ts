/** Runs the work and tells how much CPU time the process took meanwhile: unlike the time that passed, no neighbour adds to it. */
export async function cpuOf<T>(work: () => T | Promise<T>): Promise<{ result: T; cpuMs: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1_000 };
}
