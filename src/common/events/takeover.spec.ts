import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transaction } from '../database/transaction.js';
import type { HandlersRegistry } from './handlers.registry.js';
import type { ProcessSession } from './process-session.js';
import { Takeover } from './takeover.js';

/** What is promised of any death, by a clock that a slow machine does not slow. */
const PROMISED_MS = 10_000;
/** A job that was taken just before its process died is left alone for so long. */
const GRACE_MS = 3_000;

let sessions: string[];
let takenOver: (readonly string[])[];
const heir = (living: readonly string[]) => Promise.resolve(void takenOver.push(living));

function aProcess(name: string): Takeover {
  const transaction = { sql: () => Promise.resolve(sessions.map((session) => ({ name: session }))) };
  const own = { name, renew: () => undefined };
  return new Takeover(
    transaction as unknown as Transaction,
    { heirs: [heir] } as unknown as HandlersRegistry,
    own as unknown as ProcessSession,
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  sessions = ['survivor', 'victim'];
  takenOver = [];
});
afterEach(() => vi.useRealTimers());

describe('What a process that died has left', () => {
  it.each([0, 1, 500, 1_999, 2_000, 2_001, 3_999])(
    'is taken over by another within ten seconds, whenever it died (%i ms)',
    async (diedAt) => {
      const survivor = aProcess('survivor');
      survivor.onApplicationBootstrap();
      await vi.advanceTimersByTimeAsync(20_000 + diedAt);
      expect(takenOver.every((living) => living.includes('victim'))).toBe(true);
      sessions = ['survivor'];
      takenOver = [];
      await vi.advanceTimersByTimeAsync(PROMISED_MS - GRACE_MS);
      expect(takenOver.filter((living) => !living.includes('victim'))).not.toEqual([]);
      await survivor.beforeApplicationShutdown();
    },
  );

  it('is taken over within ten seconds of a restart', async () => {
    sessions = ['restarted'];
    const restarted = aProcess('restarted');
    restarted.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(PROMISED_MS - GRACE_MS);
    expect(takenOver).toContainEqual(['restarted']);
    await restarted.beforeApplicationShutdown();
  });

  it('is taken over as soon after a look that failed', async () => {
    const survivor = aProcess('survivor');
    survivor.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(20_000);
    vi.spyOn(survivor, 'look').mockRejectedValueOnce(new Error('no connection'));
    sessions = ['survivor'];
    takenOver = [];
    await vi.advanceTimersByTimeAsync(PROMISED_MS - GRACE_MS);
    expect(takenOver).toContainEqual(['survivor']);
    await survivor.beforeApplicationShutdown();
  });
});
