import { describe, expect, it } from 'vitest';
import { RuntimeConfig } from '../../config/runtime.config.js';
import { HttpConfig } from '../http.config.js';
import { Draining } from './draining.js';

const drainMs = (environment: RuntimeConfig['environment'], wanted?: number): number => {
  const http = Object.assign(new HttpConfig(), { drainMs: wanted });
  return new Draining(http, Object.assign(new RuntimeConfig(), { environment })).drainMs;
};

describe('Draining', () => {
  it('gives balancers five seconds in production, and nobody any elsewhere', () => {
    expect([drainMs('production'), drainMs('development'), drainMs('test')]).toEqual([5_000, 0, 0]);
  });

  it('takes as long as it is told', () => {
    expect([drainMs('production', 0), drainMs('development', 300)]).toEqual([0, 300]);
  });

  it('is over when it has been waited for, and begun at once', async () => {
    const draining = new Draining(new HttpConfig(), new RuntimeConfig());
    expect([draining.hasBegun, draining.isClosing]).toEqual([false, false]);
    const over = draining.begin();
    expect(draining.hasBegun).toBe(true);
    await over;
    expect(draining.isClosing).toBe(false);
  });
});
