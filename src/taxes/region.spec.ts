import { describe, expect, it } from 'vitest';
import { normalizeRegion } from './region.js';

describe('A region', () => {
  it.each([
    ['US', 'NY', 'NY'],
    ['US', ' ny ', 'NY'],
    ['US', 'us-ny', 'NY'],
    ['CA', 'CA-ON', 'ON'],
    ['US', 'CA', 'CA'],
    ['US', 'US-', 'US-'],
    ['CA', 'Québec', 'QUÉBEC'],
  ])('of %s written %j is found as %s', (country, region, found) => {
    expect(normalizeRegion(country, region)).toBe(found);
  });
});
