import { describe, expect, it } from 'vitest';
import { UnknownField, ValidationFailed } from '../../common/errors/errors.js';
import { LIMITS } from '../limits.js';
import { gathered } from './option-filters.interceptor.js';

const values = (length: number) => Array.from({ length }, (_, at) => String(at));

describe('option filters', () => {
  it('are gathered into one field', () => {
    expect(gathered({ sort: 'price', 'option.Color': 'Blue', 'option.Shoe size': '42' })).toEqual({
      sort: 'price',
      options: { Color: ['Blue'], 'Shoe size': ['42'] },
    });
  });

  it('may name several values of an option, of which a repeated one counts once', () => {
    expect(gathered({ 'option.Color': ['Red', 'Blue', 'Red'], 'option.Size': ['M', 'M'] })).toEqual({
      options: { Color: ['Red', 'Blue'], Size: ['M'] },
    });
    expect(gathered({ 'option.Color': values(LIMITS.filterValues) })).toMatchObject({
      options: { Color: { length: LIMITS.filterValues } },
    });
  });

  it('may be written with brackets, and beside the others', () => {
    expect(
      gathered({ 'option[Color]': ['Blue', 'Red'], 'option.Color': 'Red', 'option[a[b]]': 'x' }),
    ).toEqual({
      options: { Color: ['Blue', 'Red'], 'a[b]': ['x'] },
    });
  });

  it('leave a query without them as it is', () => {
    const query = { sort: 'price' };
    expect(gathered(query)).toBe(query);
  });

  it('cannot be sent under the name of that field', () => {
    expect(() => gathered({ options: 'x' })).toThrow(UnknownField);
  });

  it.each([
    { 'option.': 'x' },
    { 'option[]': 'x' },
    { 'option[constructor]': 'x' },
    { 'option.constructor': 'x' },
    { 'option.Color': '' },
    { 'option.Color': ['Blue', ''] },
    { 'option.Color': values(LIMITS.filterValues + 1) },
    { 'option.Color': Array.from({ length: LIMITS.filterValues + 1 }, () => 'Blue') },
    { [`option.${'x'.repeat(51)}`]: 'x' },
    { 'option.Color': 'x'.repeat(101) },
    { 'option.a': '1', 'option.b': '2', 'option.c': '3', 'option.d': '4', 'option.e': '5', 'option.f': '6' },
  ])('refuse %j', (query) => {
    expect(() => gathered(query)).toThrow(ValidationFailed);
  });
});
