import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.js';

describe('CircuitBreaker', () => {
  const fail = async (): Promise<string> => Promise.reject(new Error('down'));

  it('asks nobody while it rests, then one', async () => {
    let time = 0;
    let asked = 0;
    const breaker = new CircuitBreaker(1_000, () => time);
    const ask = (work: () => Promise<string>) =>
      breaker.run(() => {
        asked += 1;
        return work();
      });
    expect(await ask(fail)).toBeUndefined();
    for (let call = 0; call < 10; call += 1) expect(await ask(async () => 'up')).toBeUndefined();
    expect(asked).toBe(1);

    time = 1_001;
    const answers = await Promise.all([ask(fail), ask(async () => 'up'), ask(async () => 'up')]);
    expect([answers, asked]).toEqual([[undefined, undefined, undefined], 2]);

    time = 2_002;
    expect(await ask(async () => 'up')).toBe('up');
    expect(await ask(async () => 'up')).toBe('up');
  });
});
