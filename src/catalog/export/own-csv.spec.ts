import { describe, expect, it } from 'vitest';
import { csvLine, guarded, readPath, unguarded, writePath } from './own-csv.js';

describe('the guard against formulas', () => {
  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', "'=1", "''=1"])('keeps %j from being run', (text) => {
    expect(guarded(text)).toBe(`'${text}`);
    expect(unguarded(guarded(text))).toBe(text);
  });

  it.each(['', 'text', "'quoted'", "''", 'a=b', '１'])('leaves %j as it is', (text) => {
    expect(guarded(text)).toBe(text);
    expect(unguarded(text)).toBe(text);
  });
});

describe('a category’s path', () => {
  it.each([[['Home']], [['A > B', 'C\\', '\\> D']], [[' x ', '>', 'y']]])(
    'of %j reads back as it was',
    (names) => {
      expect(readPath(writePath(names))).toEqual(names);
    },
  );
});

describe('csvLine', () => {
  it('quotes what needs it (RFC 4180)', () => {
    expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', ' h', ''])).toBe('a,"b,c","d""e","f\ng"," h",\r\n');
  });
});
