import { describe, expect, it } from 'vitest';
import { looksLikeId, slugOf } from './slug.js';

const slug = (text: string, max = 60) => slugOf(text, { max, fallback: 'product' });

describe('a slug', () => {
  it.each([
    ['Harbor T-Shirt', 'harbor-t-shirt'],
    ["Men's  Café – Größe №5!", 'mens-cafe-grosse-no5'],
    ['Łódź Ærø Þór', 'lodz-aero-thor'],
    ['--- 100% ---', '100'],
    ['Ünïcödé Smørrebrød', 'unicode-smorrebrod'],
    ['İstanbul ılık', 'istanbul-ilik'],
  ])('of %j is %j', (text, expected) => {
    expect(slug(text)).toBe(expected);
  });

  it('falls back where a title has no Latin letter or digit', () => {
    expect(slug('日本語 🧦')).toBe('product');
  });

  it('is cut at the end of a word where one is near', () => {
    expect(slug('one two three four', 12)).toBe('one-two');
    expect(slug('abcdefghijklmnop', 12)).toBe('abcdefghijkl');
  });

  it('always has the form of a slug, whatever the title', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const text = String.fromCodePoint(
        ...Array.from({ length: 12 }, (_, index) => 32 + ((seed * 37 + index * 911) % 9000)),
      );
      expect(slug(text, 20)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(slug(text, 20).length).toBeLessThanOrEqual(20);
    }
  });

  it('is told from an id', () => {
    expect(looksLikeId('0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90')).toBe(true);
    expect(looksLikeId('0193a1c2-5b7e-7f10-9c41')).toBe(false);
  });
});
