import { describe, expect, it } from 'vitest';
import { rateRegion, regionsTaxing } from './region.js';

describe('A rate', () => {
  it.each([
    ['US', ' ny ', 'NY'],
    ['US', 'California', 'CA'],
    ['CA', 'CA-ON', 'ON'],
    ['XK', 'Prizren', 'PRIZREN'],
  ])('of %s for %j is kept for %s', (country, region, kept) => {
    expect(rateRegion(country, region)).toBe(kept);
  });

  it.each([
    ['US', 'California', ['CA', 'CALIFORNIA']],
    ['ES', 'Las Palmas', ['GC', 'CN', 'LAS PALMAS']],
    ['US', 'nowhere', ['NOWHERE']],
    ['XK', 'Prizren', ['PRIZREN']],
  ])('at an address in %s, %s, may be that of %j', (country, region, regions) => {
    expect(regionsTaxing(country, region)).toEqual(regions);
  });
});
