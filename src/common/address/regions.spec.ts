import { iso31662 } from 'iso-3166/2.js';
import { describe, expect, it } from 'vitest';
import { isCountryCode } from './country-code.validator.js';
import { OTHER_NAMES } from './region-names.js';
import { findRegion, hasRegions, isRegionKnown } from './regions.js';

/** Codes in the library that ISO has withdrawn. */
const WITHDRAWN = 21;

const split = (code: string) => [code.slice(0, 2), code.slice(3)] as const;

describe('A region', () => {
  it('is found by each code of ISO 3166-2', () => {
    const lost = iso31662.filter(({ code }) => {
      const [country, part] = split(code);
      return (
        findRegion(country, part)?.code !== part || findRegion(country, code.toLowerCase())?.code !== part
      );
    });

    expect(iso31662.length).toBeGreaterThan(5000);
    expect(lost.map(({ code }) => code).filter((code) => !/^(DK|LU|GH|PK)-/.test(code))).toEqual([]);
    expect(lost).toHaveLength(WITHDRAWN);
  });

  it('is found by its name; of two that share it the wider one, and none where they stand side by side', () => {
    const parents = new Map(iso31662.map(({ code, parent }) => [code, parent]));
    const others = iso31662
      .map(({ code, name }) => ({ code, country: split(code)[0], name }))
      .map((region) => ({ ...region, found: findRegion(region.country, region.name)?.code }))
      .filter(({ code, found }) => found !== split(code)[1]);

    const wrong = others.filter(({ code, country, found }) => {
      const isWider = parents.get(`${country}-${found}`) === country;
      return (
        found !== undefined && !(isWider && (parents.get(code) !== country || parents.get(code) === found))
      );
    });

    expect(wrong.filter(({ code }) => !/^(DK|LU)-/.test(code))).toEqual([]);
    expect(others.length).toBeLessThan(100);
  });

  it('is found by every other name in the table, each of which is of one region', () => {
    const lost = Object.entries(OTHER_NAMES).flatMap(([country, lines]) =>
      lines.flatMap((line) => {
        const [code, names = ''] = line.split(': ');
        return names.split(' | ').filter((name) => findRegion(country, name)?.code !== code);
      }),
    );

    expect(lost).toEqual([]);
  });

  it.each([
    ['US', 'California', 'CA'],
    ['US', ' cALIFORNIA ', 'CA'],
    ['US', 'State of New York', 'NY'],
    ['US', 'ny', 'NY'],
    ['US', 'US-NY', 'NY'],
    ['US', 'AE', 'AE'],
    ['US', 'Washington, D.C.', 'DC'],
    ['US', 'Puerto Rico', 'PR'],
    ['CA', 'Québec', 'QC'],
    ['CA', 'QUEBEC', 'QC'],
    ['CA', 'CA-ON', 'ON'],
    ['AU', 'new south wales', 'NSW'],
    ['JP', 'Tokyo', '13'],
    ['JP', 'Tōkyō', '13'],
    ['JP', '東京都', '13'],
    ['JP', '京都', '26'],
    ['JP', '京都府', '26'],
    ['JP', '北海道', '01'],
    ['JP', 'Osaka Prefecture', '27'],
    ['CN', '广东省', 'GD'],
    ['CN', 'Shaanxi', 'SN'],
    ['CN', 'Shanxi', 'SX'],
    ['CN', '北京市', 'BJ'],
    ['IN', 'Maharashtra', 'MH'],
    ['IN', 'Orissa', 'OD'],
    ['MX', 'CDMX', 'CMX'],
    ['MX', 'Nuevo Leon', 'NLE'],
    ['BR', 'sao paulo', 'SP'],
    ['DE', 'Bavaria', 'BY'],
    ['DE', 'Thueringen', undefined],
    ['DE', 'Thuringen', 'TH'],
    ['ES', 'Principado de Asturias', 'AS'],
    ['ES', 'Madrid', 'MD'],
    ['IE', 'Co. Dublin', 'D'],
    ['GB', 'Greater London', 'ENG'],
    ['KR', '서울특별시', '11'],
    ['KZ', 'Almaty', undefined],
    ['US', 'nowhere', undefined],
    ['US', 'ZZ', undefined],
    ['US', 'US-', undefined],
    ['US', '', undefined],
    ['US', '...', undefined],
    ['US', 'a'.repeat(10_000), undefined],
    ['DE', 'NY', undefined],
  ])('of %s written %j is %j', (country, text, code) => {
    expect(findRegion(country, text)?.code).toBe(code);
  });

  it('may lie within another one', () => {
    expect(findRegion('ES', 'Las Palmas')).toMatchObject({ code: 'GC', within: 'CN' });
    expect(findRegion('ES', 'Canarias')?.within).toBeUndefined();
  });

  it('is what people write in a country that lists none', () => {
    expect([hasRegions('XK'), hasRegions('US'), hasRegions('PR')]).toEqual([false, true, false]);
    expect(isRegionKnown({ country: 'XK', region: 'Prizren' })).toBe(true);
    expect(isRegionKnown({ country: 'US', region: 'nowhere' })).toBe(false);
    expect(isRegionKnown({ country: 'US' })).toBe(true);
  });
});

describe('Countries', () => {
  it('that have regions in the table are countries', () => {
    const countries = new Set(iso31662.map(({ code }) => split(code)[0]));

    expect([...countries].filter((country) => !isCountryCode(country))).toEqual([]);
  });

  it('include Kosovo', () => {
    expect(isCountryCode('XK')).toBe(true);
  });
});
