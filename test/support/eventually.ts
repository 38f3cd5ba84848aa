import { poll } from '../../src/common/waiting.js';

/** Far longer than anything takes on a slow and busy machine: only what never comes meets it. */
const LIMIT_MS = 90_000;

/** Waits until the probe gives a truthy value (or stops throwing), looking every few milliseconds. */
export async function eventually<T>(probe: () => Promise<T> | T, timeoutMs = LIMIT_MS): Promise<T> {
  let last: unknown;
  const look = async (): Promise<{ readonly value: T } | undefined> => {
    try {
      const value = await probe();
      if (value) return { value };
      last = `the probe gave ${JSON.stringify(value)}`;
    } catch (error) {
      last = error;
    }
    return undefined;
  };
  const found = await poll(look, { everyMs: 20, withinMs: timeoutMs });
  if (found) return found.value;
  throw new Error(`Not within ${timeoutMs} ms: ${last instanceof Error ? last.message : String(last)}`);
}
