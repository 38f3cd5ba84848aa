import { describe, expect, it } from 'vitest';
import { encode, encodingFor, tagIn } from './encodings.js';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

const chosen = (accepted: string | undefined, bytes = 5_000) =>
  encodingFor({ 'accept-encoding': accepted }, bytes);

describe('encodingFor', () => {
  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0.2, gzip;q=0.8', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *;q=0.1', 'gzip'],
    ['br;q=0, *;q=0', undefined],
    ['identity', undefined],
    ['deflate', undefined],
    ['br;q=none', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('takes for "%s" %s', (accepted, encoding) => {
    expect(chosen(accepted)).toBe(encoding);
  });

  it('leaves small answers as they are', () => {
    expect([chosen('br', 1_023), chosen('br', 1_024)]).toEqual([undefined, 'br']);
  });
});

describe('encode', () => {
  it('gives bytes that decode to the same', async () => {
    const bytes = Buffer.from('{"title":"Straße"}'.repeat(500));
    const [br, gz] = [await encode(bytes, 'br'), await encode(bytes, 'gzip')];
    expect(brotliDecompressSync(br).equals(bytes)).toBe(true);
    expect(gunzipSync(gz).equals(bytes)).toBe(true);
    expect(Math.max(br.length, gz.length)).toBeLessThan(bytes.length / 10);
  });
});

describe('tagIn', () => {
  it('gives each encoding a tag of its own, with the version in front', () => {
    expect([tagIn('"3-abc"', undefined), tagIn('"3-abc"', 'br'), tagIn('"3-abc"', 'gzip')]).toEqual([
      '"3-abc"',
      '"3-abc-br"',
      '"3-abc-gzip"',
    ]);
  });
});
