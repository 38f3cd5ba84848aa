import { describe, expect, it } from 'vitest';
import { delimiterOf } from './delimiter.js';
import { withLineEnd } from './line-end.js';
import { utf8Text } from './utf8-text.js';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function textOf(bytes: Buffer, size: number): Promise<string> {
  let text = '';
  const { lineEnd, bytes: whole } = await withLineEnd(chunksOf(bytes, size));
  for await (const part of utf8Text(whole, lineEnd)) text += part;
  return text;
}

describe('utf8Text', () => {
  it.each([1, 2, 3, 5, 1000])(
    'gives the text whole from chunks of %i bytes, without its mark',
    async (size) => {
      const text = 'slug,title\r\na,日本語 Größe 🙂\nb,last line';

      expect(await textOf(Buffer.from(`\ufeff${text}`), size)).toBe(text);
    },
  );

  it.each([1, 7, 1000])(
    'tells the line of the first byte that is no UTF-8, in chunks of %i bytes',
    async (size) => {
      const bytes = Buffer.concat([Buffer.from('a\nb\r\nc '), Buffer.from([0xf6]), Buffer.from('\nd\n')]);

      await expect(textOf(bytes, size)).rejects.toThrow(
        'Line 3: the file is not UTF-8 text. Save it as UTF-8.',
      );
    },
  );

  it('reads more of lines that end in CR alone than one of them may be long, and tells their numbers', async () => {
    const long = Buffer.from('abcdefghi\r'.repeat(300_000));
    expect(await textOf(long, 65_536)).toBe(long.toString());
    await expect(textOf(Buffer.concat([long, Buffer.from('"\n"\r\xf6', 'latin1')]), 65_536)).rejects.toThrow(
      'Line 300002: ',
    );
  });

  it.each(['utf16le', 'utf16be'])('knows UTF-16 without its mark: %s', async (encoding) => {
    const bytes = Buffer.from('slug,title', 'utf16le');
    await expect(textOf(encoding === 'utf16le' ? bytes : bytes.swap16(), 100)).rejects.toThrow('UTF-16');
  });

  it('refuses the last line too, and a character that breaks off', async () => {
    const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.from('é').subarray(0, 1)]);

    await expect(textOf(bytes, 10)).rejects.toThrow('Line 2: ');
  });

  it('keeps no line of more than 1 MB', async () => {
    await expect(textOf(Buffer.alloc(3_000_000, 'x'), 65_536)).rejects.toThrow(
      'Line 1: the row is larger than 1 MB',
    );
  });
});

describe('withLineEnd', () => {
  it.each([
    ['a,b\rc\n', '\r'],
    ['a,b\nc\r', '\n'],
    ['a,b\r\nc\r', '\n'],
    ['a,"b\r"\nc\n', '\n'],
    ['a,"b\n"\r"c"\n', '\r'],
    ['a,"b\r', '\n'],
    ['\r\r\na', '\r'],
    ['a,b\r', '\n'],
    ['', '\n'],
  ])('of %j is %j, whatever the chunks', async (text, expected) => {
    for (const size of [1, 2, 3, 100]) {
      const { lineEnd, bytes } = await withLineEnd(chunksOf(Buffer.from(text), size));
      const parts: Buffer[] = [];
      for await (const part of bytes) parts.push(part);

      expect(lineEnd).toBe(expected);
      expect(Buffer.concat(parts).toString()).toBe(text);
    }
  });
});

describe('delimiterOf', () => {
  it.each([
    ['a,b,c\n1;2;3;4;5', ','],
    ['a;"b,c,d,e";f', ';'],
    ['a\tb', '\t'],
    ['one', ','],
    ['', ','],
  ])('of %j is %j', (head, delimiter) => {
    expect(delimiterOf(head)).toBe(delimiter);
  });
});
