import { describe, expect, it } from 'vitest';
import { InvalidCursor } from '../errors/errors.js';
import { HttpConfig } from './http.config.js';
import { Cursors } from './pagination.js';

const cursorsOf = (appSecret: string) =>
  new Cursors(Object.assign(Object.create(HttpConfig.prototype) as HttpConfig, { appSecret }));
const cursors = cursorsOf('a secret of this shop');

describe('a cursor', () => {
  const key = [1_999, 'Zażółć 👕', null, true];
  const cursor = cursors.encode('products', key);

  it('gives back the key of the last entry, for an address without escapes', () => {
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(cursors.decode('products', cursor)).toEqual(key);
  });

  it('is not needed for the first page', () => {
    expect(cursors.decode('products', undefined)).toBeUndefined();
  });

  it('fits its own list and its own shop alone', () => {
    expect(() => cursors.decode('orders', cursor)).toThrow(InvalidCursor);
    expect(() => cursorsOf('another secret').decode('products', cursor)).toThrow(InvalidCursor);
  });

  it('is refused when it is cut, wherever', () => {
    for (let length = 0; length < cursor.length; length += 1)
      expect(() => cursors.decode('products', cursor.slice(0, length))).toThrow(InvalidCursor);
  });

  it('is refused when any of its characters is another one', () => {
    for (let at = 0; at < cursor.length; at += 1) {
      const other = cursor[at] === 'A' ? 'B' : 'A';
      const changed = cursor.slice(0, at) + other + cursor.slice(at + 1);
      expect(() => cursors.decode('products', changed)).toThrow(InvalidCursor);
    }
  });

  it('has one spelling', () => {
    for (const spelled of [`${cursor}=`, `${cursor}A`, ` ${cursor}`, `${cursor}\n`])
      expect(() => cursors.decode('products', spelled)).toThrow(InvalidCursor);
  });
});

describe('a page', () => {
  const pageOf = (rows: readonly number[]) => cursors.page(rows, 2, 'numbers', (last) => [last]);

  it('is the last one when no row is left over', () => {
    for (const rows of [[], [1], [1, 2]]) expect(pageOf(rows)).toEqual({ items: rows, nextCursor: null });
  });

  it('leads on from the last entry that it shows', () => {
    const { items, nextCursor } = pageOf([1, 2, 3]);
    expect(items).toEqual([1, 2]);
    expect(cursors.decode('numbers', nextCursor!)).toEqual([2]);
  });
});
