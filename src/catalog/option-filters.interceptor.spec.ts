import { describe, expect, it } from 'vitest';
import { UnknownField, ValidationFailed } from '../common/errors/errors.js';
import { gathered } from './option-filters.interceptor.js';

describe('option filters', () => {
  it('are gathered into one field', () => {
    expect(gathered({ sort: 'price', 'option.Color': 'Blue', 'option.Shoe size': '42' })).toEqual({
      sort: 'price',
      options: { Color: ['Blue'], 'Shoe size': ['42'] },
    });
  });

  it('are lists of values, each once and in one order, where an option is named again', () => {
    expect(gathered({ 'option.Color': ['Red', 'Blue', 'Red'], 'option.Size': 'M' })).toEqual({
      options: { Color: ['Blue', 'Red'], Size: ['M'] },
    });
    const twenty = Array.from({ length: 20 }, (_, at) => `Blue ${at}`);
    expect(gathered({ 'option.Color': [...twenty, ...twenty] })).toEqual({
      options: { Color: twenty.toSorted() },
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
    { 'option.constructor': 'x' },
    { 'option.Color': '' },
    { 'option.Color': ['Blue', ''] },
    { 'option.Color': Array.from({ length: 21 }, (_, at) => `Blue ${at}`) },
    { [`option.${'x'.repeat(51)}`]: 'x' },
    { 'option.Color': 'x'.repeat(101) },
    { 'option.a': '1', 'option.b': '2', 'option.c': '3', 'option.d': '4', 'option.e': '5', 'option.f': '6' },
  ])('refuse %j', (query) => {
    expect(() => gathered(query)).toThrow(ValidationFailed);
  });
});
