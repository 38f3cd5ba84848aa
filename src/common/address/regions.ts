import { iso31662 } from 'iso-3166/2.js';
import { OTHER_NAMES } from './region-names.js';

/** A region by ISO 3166-2; the code omits the country. */
export interface Region {
  readonly code: string;
  /** The enclosing region: `CN` (Canarias) for `GC` (Las Palmas). */
  readonly within?: string;
}

interface NamedRegion extends Region {
  readonly names: readonly string[];
}

interface Regions {
  readonly byCode: ReadonlyMap<string, Region>;
  readonly byName: ReadonlyMap<string, Region>;
}

const MAX_LENGTH = 100;

/** Codes that ISO has withdrawn but the list still has. */
const WITHDRAWN = /^(?:DK-[01]\d\d|LU-[DGL]|GH-BA|PK-TA)$/;

/** Kinds of regions that people may omit from a name. */
const KIND_BEFORE = /^(?:state|province|county|co|region|canton|community|prefecture|principality) (?:of )?/;
const KIND_BEHIND =
  / (?:state|province|county|region|canton|prefecture|municipality|sheng|shi|zizhiqu|ken|fu|to|sar)$|(?<=..)[都府県省市]$|(?:自治[区區]|特别行政区)$/;

/** Letters that do not decompose into Latin ones. */
const LATIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ə: 'a',
};

/** Removes case, accents and punctuation. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßøæœłđıə]/g, (letter) => LATIN[letter] ?? letter)
    .replace(/['’ʻ‘`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** `Asturias, Principado de` is also written `Principado de Asturias` and `Asturias`. */
function spellingsOf(name: string): string[] {
  const plain = name.replace(/ ?\(.*\)$/, '');
  const [first = plain, ...rest] = plain.split(/, | \/ /);
  return [name, plain, first, ...rest, ...rest.map((part) => `${part} ${first}`)];
}

const keysOf = (name: string): string[] => {
  const whole = fold(name);
  return [whole, whole.replace(KIND_BEHIND, ''), whole.replace(KIND_BEFORE, '')];
};

const partOf = (code: string): string => code.slice(code.indexOf('-') + 1);

function listed(country: string): NamedRegion[] {
  const others = new Map<string, string[]>();
  for (const line of OTHER_NAMES[country] ?? []) {
    const [code = '', names = ''] = line.split(': ');
    others.set(code, [...(others.get(code) ?? []), ...names.split(' | ')]);
  }
  const standard = iso31662
    .filter(({ code }) => code.startsWith(`${country}-`) && !WITHDRAWN.test(code))
    .map(({ code, parent, name }) => ({
      code: partOf(code),
      within: parent === country ? undefined : partOf(parent),
      names: [...spellingsOf(name), ...(others.get(partOf(code)) ?? [])],
    }));
  const known = new Set(standard.map(({ code }) => code));
  const added = [...others].filter(([code]) => !known.has(code)).map(([code, names]) => ({ code, names }));
  return [...standard, ...added];
}

/** The wider of two regions with the same name; undefined when neither contains the other. */
function meant(one: Region, other: Region): Region | undefined {
  if (one.code === other.code || other.within === one.code) return one;
  if (one.within === other.code) return other;
  if (one.within === undefined && other.within !== undefined) return one;
  return other.within === undefined && one.within !== undefined ? other : undefined;
}

function indexed(regions: readonly NamedRegion[]): Regions {
  const byName = new Map<string, Region>();
  const unclear = new Set<string>();
  for (const rank of [0, 1, 2]) {
    const ranked = new Map<string, Region>();
    for (const region of regions)
      for (const key of new Set(region.names.flatMap((name) => keysOf(name)[rank] || []))) {
        const before = ranked.get(key);
        const after = before ? meant(before, region) : region;
        if (after) ranked.set(key, after);
        else unclear.add(key);
      }
    for (const [key, region] of ranked) if (!byName.has(key) && !unclear.has(key)) byName.set(key, region);
  }
  return { byCode: new Map(regions.map((region) => [region.code, region])), byName };
}

const countries = new Map<string, Regions>();

function regionsOf(country: string): Regions {
  const known = countries.get(country);
  if (known) return known;
  const regions = indexed(listed(country));
  if (regions.byCode.size > 0) countries.set(country, regions);
  return regions;
}

/** Whether ISO lists the regions of a country. Otherwise any text is a region. */
export const hasRegions = (country: string): boolean => regionsOf(country).byCode.size > 0;

/** Finds a region by code (`NY`, `us-ny`) or name. */
export function findRegion(country: string, text: string): Region | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const { byCode, byName } = regionsOf(country);
  const code = text.trim().toUpperCase();
  const bare = code.startsWith(`${country}-`) ? partOf(code) : code;
  return (
    byCode.get(bare) ??
    keysOf(text)
      .map((key) => byName.get(key))
      .find((region) => region !== undefined)
  );
}

/** Whether the region is absent or listed. Old addresses may have unlisted ones. */
export const isRegionKnown = ({ country, region }: { country: string; region?: string }): boolean =>
  region === undefined || !hasRegions(country) || findRegion(country, region) !== undefined;
