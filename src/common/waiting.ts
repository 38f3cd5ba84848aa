import { setTimeout as delay } from 'node:timers/promises';

/** Waits at most this long, then returns (or throws) what `late` says. The work itself continues. */
export async function within<T, L>(limitMs: number, work: Promise<T>, late: () => L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs).unref();
  });
  try {
    return await Promise.race([work, isLate.then(late)]);
  } finally {
    clearTimeout(timer);
  }
}

export interface Looks {
  readonly everyMs: number;
  /** Returns undefined after this time. */
  readonly withinMs: number;
}

/** Looks immediately and then repeatedly, until the result is not undefined. */
export async function poll<T>(
  look: () => Promise<T | undefined> | T | undefined,
  { everyMs, withinMs }: Looks,
): Promise<T | undefined> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() >= deadline) return found;
    await delay(everyMs);
  }
}

/** Retries while `pauseAfter` returns a pause in milliseconds; else throws the failure. */
export async function retry<T>(
  work: () => Promise<T>,
  pauseAfter: (error: unknown, attempt: number) => number | undefined,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const pauseMs = pauseAfter(error, attempt);
      if (pauseMs === undefined) throw error;
      await delay(pauseMs);
    }
  }
}
