import { describe, expect, it } from 'vitest';
import { PublicCache } from './public-cache.js';

const answer = (json: string, ...tags: string[]) => ({ json, etag: `"0-${json}"`, tags });

describe('PublicCache', () => {
  it('makes an answer once', async () => {
    const cache = new PublicCache();
    let made = 0;
    const make = async () => answer(String((made += 1)), 't');
    expect((await cache.get('k', 10, make)).json).toBe('1');
    expect((await cache.get('k', 10, make)).json).toBe('1');
  });

  it('lets many askers share one making', async () => {
    const cache = new PublicCache();
    let made = 0;
    const make = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return answer(String((made += 1)), 't');
    };
    await Promise.all(Array.from({ length: 100 }, () => cache.get('k', 10, make)));
    expect(made).toBe(1);
  });

  it('makes anew after a purge of one of its tags, and keeps what has other tags', async () => {
    const cache = new PublicCache();
    await cache.get('a', 10, async () => answer('old', 'x', 'y'));
    await cache.get('b', 10, async () => answer('kept', 'z'));
    cache.purge(['y']);
    expect((await cache.get('a', 10, async () => answer('new', 'x', 'y'))).json).toBe('new');
    expect((await cache.get('b', 10, async () => answer('other', 'z'))).json).toBe('kept');
  });

  it('does not keep what was read before a purge and finished after it', async () => {
    const cache = new PublicCache();
    let finish: () => void = () => undefined;
    const wait = new Promise<void>((resolve) => (finish = resolve));
    const slow = cache.get('k', 10, async () => {
      await wait;
      return answer('old', 't');
    });
    cache.purge(['t']);
    const fresh = cache.get('k', 10, async () => answer('new', 't'));
    finish();
    expect((await slow).json).toBe('old');
    expect((await fresh).json).toBe('new');
    expect((await cache.get('k', 10, async () => answer('never', 't'))).json).toBe('new');
  });

  it('stores no failure', async () => {
    const cache = new PublicCache();
    await expect(cache.get('k', 10, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await cache.get('k', 10, async () => answer('yes', 't'))).json).toBe('yes');
  });

  it('forgets after its time', async () => {
    const cache = new PublicCache();
    await cache.get('k', 0.01, async () => answer('old', 't'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await cache.get('k', 10, async () => answer('new', 't'))).json).toBe('new');
  });
});
