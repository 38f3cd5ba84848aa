import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from './answer.js';
import { AnswerStore, GRACE_MS } from './answer-store.js';

const answer = (text: string, ...tags: string[]): Answer => ({
  body: text,
  etag: `"0-${text}"`,
  route: '/texts/:text',
  tags,
});
const TTL_MS = 10_000;

describe('AnswerStore', () => {
  let store: AnswerStore;
  const textOf = (key: string) => store.find(key)?.body;
  const put = (key: string, made: Answer, ttlMs = TTL_MS) => store.put(key, made, store.begin(), ttlMs);

  beforeEach(() => {
    store = new AnswerStore();
    store.hear();
  });

  it('makes old what has a purged tag, and keeps the rest', () => {
    put('a', answer('old', 'x', 'y'));
    put('b', answer('kept', 'z'));
    store.purge(['y']);
    expect([textOf('a'), textOf('b')]).toEqual([undefined, 'kept']);
    expect(store.findLast('a')).toBeUndefined();
  });

  it('does not keep what was begun before a purge and finished after it', () => {
    const began = store.begin();
    store.purge(['t']);
    store.put('k', answer('old', 't'), began, TTL_MS);
    expect(textOf('k')).toBeUndefined();
  });

  it('gives what is past its time only as the last answer known', () => {
    put('k', answer('old', 't'), 0);
    expect(textOf('k')).toBeUndefined();
    expect(store.findLast('k')?.body).toBe('old');
  });

  it('gives what is known to change by itself no longer than it holds, not even as the last answer known', () => {
    const began = { ...store.begin(), at: performance.now() - 5_000 };
    store.put('ended', { ...answer('old', 't'), freshForMs: 4_999 }, began, TTL_MS);
    store.put('holds', { ...answer('new', 't'), freshForMs: 9_000 }, began, TTL_MS);
    expect([textOf('ended'), store.findLast('ended')]).toEqual([undefined, undefined]);
    expect(textOf('holds')).toBe('new');
  });

  it('knows no answer any more a minute after its time', () => {
    const began = (ageMs: number) => ({ ...store.begin(), at: performance.now() - ageMs });
    store.put('k', answer('old', 't'), began(TTL_MS + GRACE_MS - 1_000), TTL_MS);
    expect(store.findLast('k')?.body).toBe('old');
    store.put('k', answer('old', 't'), began(TTL_MS + GRACE_MS), TTL_MS);
    expect(store.findLast('k')).toBeUndefined();
  });

  it('trusts nothing from before it was deaf', () => {
    put('k', answer('old', 't'));
    store.turnDeaf();
    expect(textOf('k')).toBe('old');
    store.hear();
    expect([textOf('k'), store.findLast('k')]).toEqual([undefined, undefined]);
  });

  it('keeps an answer for a second while it is deaf', () => {
    const began = { ...store.begin(), at: performance.now() - 1_500 };
    store.put('k', answer('old', 't'), began, TTL_MS);
    expect(textOf('k')).toBe('old');
    store.turnDeaf();
    expect(textOf('k')).toBeUndefined();
  });

  it('is bounded in bytes', () => {
    for (let at = 0; at < 100; at += 1) {
      store.put(
        String(at),
        { ...answer('', 't'), body: Buffer.alloc(1024 * 1024).toString('latin1') },
        store.begin(),
        TTL_MS,
      );
    }
    const kept = Array.from({ length: 100 }, (_, at) => store.find(String(at))).filter(Boolean);
    expect(kept.length).toBeGreaterThan(40);
    expect(kept.length).toBeLessThan(43);
  });

  describe('offered what another process has made', () => {
    const shared = (mark: string, ageMs = 0) => ({
      ...answer('shared', 't'),
      mark,
      madeAt: Date.now() - ageMs,
    });
    const adopt = (mark: string, ageMs?: number) => store.adopt('k', shared(mark, ageMs), TTL_MS)?.body;

    beforeEach(() => store.purge([], 'first'));

    it('takes it while none of its tags was purged since the moment it is marked with', () => {
      store.purge(['other'], 'second');
      expect([adopt('first'), textOf('k')]).toEqual(['shared', 'shared']);
    });

    it('refuses it after a purge of one of its tags, its own purges included', () => {
      store.purge(['t'], 'second');
      expect([adopt('first'), adopt('second')]).toEqual([undefined, 'shared']);
      store.purge(['t']);
      expect([adopt('first'), adopt('second')]).toEqual([undefined, undefined]);
    });

    it('refuses a moment that it does not know', () => {
      expect(adopt('unheard')).toBeUndefined();
    });

    it('refuses it while it is deaf, and what was marked before', () => {
      store.turnDeaf();
      expect([adopt('first'), store.begin().mark]).toEqual([undefined, undefined]);
      store.hear();
      expect([adopt('first'), store.begin().mark]).toEqual([undefined, undefined]);
      store.purge([], 'anew');
      expect([adopt('first'), adopt('anew'), store.begin().mark]).toEqual([undefined, 'shared', 'anew']);
    });

    it('counts its age, and trusts no clock that runs ahead', () => {
      expect([adopt('first', TTL_MS), adopt('first', -TTL_MS)]).toEqual([undefined, 'shared']);
      expect(store.findLast('k')!.ageMs).toBeGreaterThanOrEqual(0);
    });
  });
});
