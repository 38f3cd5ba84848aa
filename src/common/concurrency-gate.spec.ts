import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { Overloaded } from './errors/errors.js';
import { ConcurrencyGate } from './concurrency-gate.js';

class Work {
  running = 0;
  most = 0;
  done = 0;

  run = async (): Promise<void> => {
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    await turn();
    await turn();
    this.running -= 1;
    this.done += 1;
  };
}

describe('the concurrency gate', () => {
  it('never runs more than its limit, and everything in the end', async () => {
    const gate = new ConcurrencyGate(3, 100, 'Too many at once.');
    const work = new Work();
    await Promise.all(Array.from({ length: 50 }, () => gate.run(work.run)));
    expect(work).toMatchObject({ most: 3, done: 50, running: 0 });
  });

  it('turns away whoever finds the queue full, and takes others once it has moved', async () => {
    const gate = new ConcurrencyGate(1, 2, 'Too many at once.');
    const work = new Work();
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => gate.run(work.run)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(2);
    expect(refused.every(({ reason }) => reason instanceof Overloaded)).toBe(true);
    await gate.run(work.run);
    expect(work.done).toBe(4);
  });

  it('lets nobody wait for ever behind work that never ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const gate = new ConcurrencyGate(1, 1, 'Too many at once.');
      let end: (() => void) | undefined;
      const stuck = gate.run(() => new Promise<void>((resolve) => (end = resolve)));
      const work = new Work();
      const waits = Promise.allSettled([gate.run(work.run)]);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(await waits).toMatchObject([{ reason: expect.any(Overloaded) }]);
      end!();
      await stuck;
      await gate.run(work.run);
      expect(work.done).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('gives its place back when the work throws', async () => {
    const gate = new ConcurrencyGate(1, 1, 'Too many at once.');
    await expect(gate.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(gate.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });
});
