import { setTimeout as delay } from 'node:timers/promises';

/** Waits for the work at most this long, then gives (or throws) what `late` says. The work itself goes on. */
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
  /** Undefined is given after this time. */
  readonly withinMs: number;
}

/** Looks at once and then again and again, until the look finds something other than undefined. */
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

/**
 * Does the work, and again after each failure for which `pauseAfter` gives a pause in milliseconds. Throws the failure
 * for which it gives none.
 */
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
