import { describe, expect, it } from 'vitest';
import { etagOf, isFresh } from './etag.js';

const fresh = (header: string | undefined) => isFresh({ headers: { 'if-none-match': header } }, '"3-abc"');

describe('a tag', () => {
  it('names the version, and changes with the text', () => {
    const tag = etagOf(3, '{"name":"Tee"}');
    expect(tag).toMatch(/^"3-[\w-]{16}"$/);
    expect(etagOf(3, Buffer.from('{"name":"Tee"}'))).toBe(tag);
    expect(etagOf(4, '{"name":"Tee"}')).not.toBe(tag);
    expect(etagOf(3, '{"name":"Mug"}')).not.toBe(tag);
  });

  it.each(['"3-abc"', '*', 'W/"3-abc"', '"2-abc", "3-abc"', '"1", W/"3-abc" ,"2"'])(
    'is held by %s',
    (header) => {
      expect(fresh(header)).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    '"3"',
    '3-abc',
    '"3-abcd"',
    'w/"3-abc"',
    '"W/3-abc"',
    '"2-abc", "4-abc"',
    '"2", *',
  ])('is not held by %s', (header) => {
    expect(fresh(header)).toBe(false);
  });
});
