import { describe, expect, it } from 'vitest';
import { MalformedBody } from '../errors/errors.js';
import { weigh } from './json-weight.js';

const weighed = (json: string) => () => weigh(Buffer.from(json));
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const listOf = (length: number, element = '0') => `[${Array.from({ length }, () => element).join()}]`;
const objectOf = (members: number) =>
  `{${Array.from({ length: members }, (_, index) => `"m${index}":0`).join()}}`;

describe('the weight of a body', () => {
  it.each([
    ['32 levels', nested(32)],
    ['1,000 elements', listOf(1_000)],
    ['200 members', objectOf(200)],
    ['1,000 objects of one level each', listOf(1_000, '{}')],
    ['50,000 parts', `[${listOf(998)},${listOf(49, listOf(999)).slice(1)}`],
    ['brackets and commas within text', JSON.stringify([`${'[{'.repeat(40)}${','.repeat(2_000)}`])],
    ['an escaped quote before brackets', `["\\"${'['.repeat(40)}"]`],
    ['a text that ends in a backslash', `["\\\\", ${nested(31)}]`],
    ['text without an end', '["['],
    ['more ends than beginnings', `]]]]${nested(32)}`],
    ['nothing', ''],
  ])('lets %s pass', (_, json) => {
    expect(weighed(json)).not.toThrow();
  });

  it.each([
    ['33 levels', nested(33), 'nested deeper than 32 levels'],
    ['33 levels of both kinds', '[{"a":'.repeat(17), 'nested deeper than 32 levels'],
    ['1,001 elements', listOf(1_001), 'a list of more than 1000 elements'],
    ['201 members', objectOf(201), 'an object of more than 200 members'],
    ['201 members deep within', `[${objectOf(1)},[${objectOf(201)}]]`, 'an object of more than 200 members'],
    ['1,001 elements after a nested list', `[[0],${listOf(1_000).slice(1)}`, 'more than 1000 elements'],
    ['50,001 parts', listOf(50, listOf(999)), 'more than 50000 parts'],
    ['brackets after a text with an escaped backslash', `["\\\\", ${nested(32)}]`, 'deeper than 32 levels'],
  ])('refuses %s', (_, json, detail) => {
    expect(weighed(json)).toThrow(MalformedBody);
    expect(weighed(json)).toThrow(detail);
  });
});
