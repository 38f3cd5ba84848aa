import { describe, expect, it } from 'vitest';
import { poll, retry, within } from './waiting.js';

const never = new Promise<never>(() => undefined);
const LONG_MS = 3_600_000;

describe('within', () => {
  it('gives what the work gives', async () => {
    expect(await within(LONG_MS, Promise.resolve('done'), () => 'late')).toBe('done');
  });

  it('throws what the work throws', async () => {
    await expect(within(LONG_MS, Promise.reject(new Error('broken')), () => 'late')).rejects.toThrow(
      'broken',
    );
  });

  it('gives what is said of late work', async () => {
    expect(await within(1, never, () => 'late')).toBe('late');
  });

  it('throws what is thrown about late work', async () => {
    const refuse = (): never => {
      throw new Error('too late');
    };
    await expect(within(1, never, refuse)).rejects.toThrow('too late');
  });
});

describe('poll', () => {
  it('looks until it finds something, false and null among it', async () => {
    for (const something of ['here', false, null]) {
      const looks = [undefined, undefined, something];
      expect(await poll(() => looks.shift(), { everyMs: 1, withinMs: LONG_MS })).toBe(something);
      expect(looks).toEqual([]);
    }
  });

  it('gives undefined when the time is up, after one look at least', async () => {
    let looks = 0;
    const look = (): undefined => {
      looks += 1;
    };
    expect(await poll(look, { everyMs: 1, withinMs: 0 })).toBeUndefined();
    expect(looks).toBe(1);
  });

  it('leaves a failed look to its caller', async () => {
    const look = () => Promise.reject(new Error('no look'));
    await expect(poll(look, { everyMs: 1, withinMs: LONG_MS })).rejects.toThrow('no look');
  });
});

describe('retry', () => {
  const failing = (times: number) => {
    let tries = 0;
    return () =>
      Promise.resolve().then(() => (++tries > times ? tries : Promise.reject(new Error(`try ${tries}`))));
  };

  it('tries again as long as it is given a pause, and counts its tries', async () => {
    const seen: string[] = [];
    const pauseAfter = (error: unknown, attempt: number) => {
      seen.push(`${attempt}: ${String(error)}`);
      return 1;
    };
    expect(await retry(failing(2), pauseAfter)).toBe(3);
    expect(seen).toEqual(['1: Error: try 1', '2: Error: try 2']);
  });

  it('throws the failure for which it is given no pause', async () => {
    const pauseAfter = (_: unknown, attempt: number) => (attempt < 2 ? 0 : undefined);
    await expect(retry(failing(5), pauseAfter)).rejects.toThrow('try 2');
  });
});
