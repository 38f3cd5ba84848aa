import { describe, expect, it } from 'vitest';
import { armFailpoint, failpoint } from './failpoint.js';
import { FAILPOINT_ENTRY, failpointOf, FailpointReached } from './failpoint-actions.js';

describe('A failpoint', () => {
  it('is nothing at all unless one is armed', () => {
    expect(failpoint('shop.step')).toBeUndefined();
  });

  it('acts once, where it was armed', async () => {
    armFailpoint(...failpointOf('shop.step=throw'));
    await failpoint('shop.other');
    await expect(failpoint('shop.step')).rejects.toThrow(FailpointReached);
    expect(failpoint('shop.step')).toBeUndefined();
  });

  it('waits for what was given to it', async () => {
    const steps: string[] = [];
    armFailpoint('shop.step', async () => {
      await Promise.resolve();
      steps.push('between');
    });
    await failpoint('shop.step');
    steps.push('after');
    expect(steps).toEqual(['between', 'after']);
  });

  it('hangs as long as it is told', async () => {
    armFailpoint(...failpointOf('shop.step=hang:30'));
    const began = performance.now();
    await failpoint('shop.step');
    expect(performance.now() - began).toBeGreaterThan(25);
  });

  it('is disarmed by what arming gave', async () => {
    const disarm = armFailpoint(...failpointOf('shop.step=throw'));
    disarm();
    expect(failpoint('shop.step')).toBeUndefined();
  });

  it.each(['shop.step', 'shop.step=', 'shop.step=die', 'step=throw', 'shop.step=hang', 'shop.step=hang:1e9'])(
    'refuses the entry %s',
    (entry) => expect(FAILPOINT_ENTRY.test(entry)).toBe(false),
  );
});
