import { setTimeout as delay } from 'node:timers/promises';

/** Far longer than anything takes on a slow and busy machine: only what never comes meets it. */
const LIMIT_MS = 90_000;

/** Waits until the probe gives a truthy value (or stops throwing), looking every few milliseconds. */
export async function eventually<T>(probe: () => Promise<T> | T, timeoutMs = LIMIT_MS): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown = 'the probe gave nothing';
  while (Date.now() < deadline) {
    try {
      const value = await probe();
      if (value) return value;
      last = `the probe gave ${JSON.stringify(value)}`;
    } catch (error) {
      last = error;
    }
    await delay(20);
  }
  throw new Error(`Not within ${timeoutMs} ms: ${last instanceof Error ? last.message : String(last)}`);
}
