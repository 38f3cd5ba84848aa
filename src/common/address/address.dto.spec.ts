import { describe, expect, it } from 'vitest';
import { ValidationFailed } from '../errors/errors.js';
import { valid } from '../http/validation/valid.js';
import { AddressDto } from './address.dto.js';

const berlin = { name: 'Mara Lind', line1: 'Torstr. 1', city: 'Berlin', postalCode: '10119', country: 'DE' };

function faultsIn(address: object): Record<string, string[]> {
  try {
    valid(AddressDto, address);
    return {};
  } catch (error) {
    const { errors } = error as ValidationFailed;
    return Object.fromEntries(errors.map(({ path, code }) => [path, [code]]));
  }
}

describe('An address', () => {
  it('is complete with what its country asks for', () => {
    expect(faultsIn(berlin)).toEqual({});
    expect(faultsIn({ ...berlin, country: 'US', region: 'NY' })).toEqual({});
    expect(faultsIn({ name: 'Aoife', line1: '1 Main St', city: 'Accra', country: 'GH' })).toEqual({});
  });

  it.each([
    ['US', ['region', 'postalCode']],
    ['CA', ['region', 'postalCode']],
    ['JP', ['region', 'postalCode']],
    ['DE', ['postalCode']],
    ['GB', ['postalCode']],
    ['HK', []],
    ['AE', []],
    ['IE', []],
  ])('in %s also needs %j', (country, parts) => {
    const address = { name: 'A', line1: 'B', city: 'C', country };
    expect(faultsIn(address)).toEqual(
      Object.fromEntries(parts.map((part) => [part, ['required_by_country']])),
    );
  });

  it('keeps the code of a region that is written in another way', () => {
    const regionOf = (country: string, region: unknown) =>
      valid(AddressDto, { ...berlin, country, region }).region;

    expect(regionOf('US', 'California')).toBe('CA');
    expect(regionOf('JP', '東京都')).toBe('13');
    expect(regionOf('DE', 'de-by')).toBe('BY');
    expect(regionOf('XK', 'Prizren')).toBe('Prizren');
  });

  it.each([
    ['US', 'nowhere'],
    ['US', 'ZZ'],
    ['CA', 'NY'],
    ['DE', 'Kalifornien'],
    ['GB', 'Narnia'],
  ])('has no region of %s that is %j', (country, region) => {
    expect(faultsIn({ ...berlin, country, region })).toEqual({ region: ['region_of_country'] });
  });

  it('may be in Kosovo', () => {
    expect(faultsIn({ ...berlin, country: 'XK', region: 'Prizren', postalCode: '20000' })).toEqual({});
  });

  it.each(['name', 'line1', 'city', 'country'] as const)('needs its %s everywhere', (part) => {
    expect(Object.keys(faultsIn({ ...berlin, [part]: undefined }))).toEqual([part]);
    expect(Object.keys(faultsIn({ ...berlin, [part]: ' ' }))).toEqual([part]);
    expect(Object.keys(faultsIn({ ...berlin, [part]: ['x'] }))).toEqual([part]);
  });

  it.each(['us', 'UK', 'USA', 'XX', 'ZZ', '', 'D\n', 1, null, {}])('has no country %j', (country) => {
    expect(faultsIn({ ...berlin, country })).toMatchObject({ country: ['country_code'] });
  });

  it.each(['SW1A 1AA', '10118-0001', 'K1A 0B1', 'D02 AF30', '123456'])(
    'takes the postal code %s',
    (postalCode) => {
      expect(faultsIn({ ...berlin, postalCode })).toEqual({});
    },
  );

  it.each(['', ' ', '-1', '12345678901234567', '<b>', '10\n119', 10119])(
    'has no postal code %j',
    (postalCode) => {
      expect(faultsIn({ ...berlin, postalCode })).toEqual({ postalCode: ['matches'] });
    },
  );

  it('reads null as left out, also where the country asks for it', () => {
    const address = { ...berlin, company: null, line2: null, region: null, phone: null };
    expect(faultsIn(address)).toEqual({});
    expect(valid(AddressDto, address)).toEqual(berlin);
    expect(faultsIn({ ...berlin, postalCode: null })).toEqual({ postalCode: ['required_by_country'] });
  });

  it('counts letters of every script alike, and keeps text as it is', () => {
    const address = {
      ...berlin,
      name: '𝒜'.repeat(200),
      line1: '<script>alert(1)</script>',
      city: 'Besançon',
    };
    expect(faultsIn(address)).toEqual({});
    expect(Object.keys(faultsIn({ ...berlin, name: '𝒜'.repeat(201) }))).toEqual(['name']);
  });
});
