import { findRegion } from '../common/address/regions.js';

/** The ISO 3166-2 code, or the text in capitals if the country has no codes. */
export const rateRegion = (country: string, region: string): string =>
  findRegion(country, region)?.code ?? region.trim().toUpperCase();

/** Narrowest first. The text comes last, for rates and addresses from before regions were codes. */
export function regionsTaxing(country: string, region: string): readonly string[] {
  const { code, within } = findRegion(country, region) ?? {};
  return [code, within, region.trim().toUpperCase()].filter((each) => each !== undefined);
}
