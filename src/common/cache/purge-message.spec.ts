import { describe, expect, it } from 'vitest';
import { messagesOf, type PurgeMessage } from './purge-message.js';

describe('messagesOf', () => {
  it('puts a small purge into one notification', () => {
    expect(messagesOf({ id: '1', tags: ['a', 'b'] }).map((text) => JSON.parse(text) as PurgeMessage)).toEqual(
      [{ id: '1', tags: ['a', 'b'], isLast: true }],
    );
  });

  it('keeps every notification of a large one below what PostgreSQL takes', () => {
    const tags = Array.from({ length: 1_000 }, (_, at) => `product:${'ä'.repeat(50)}${at}`);
    const messages = messagesOf({ id: '1', from: 7, tags });
    expect(Math.max(...messages.map((text) => Buffer.byteLength(text)))).toBeLessThan(8_000);
    const parsed = messages.map((text) => JSON.parse(text) as PurgeMessage);
    expect(parsed.flatMap((message) => message.tags)).toEqual(tags);
    expect(parsed.map(({ isLast }) => isLast).indexOf(true)).toBe(parsed.length - 1);
  });
});
