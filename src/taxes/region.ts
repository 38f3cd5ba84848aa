import { findRegion } from '../common/address/regions.js';

/** A region as its rate is stored: the ISO 3166-2 code, or what is written in capitals where the country has none. */
export const rateRegion = (country: string, region: string): string =>
  findRegion(country, region)?.code ?? region.trim().toUpperCase();

/**
 * The regions whose rate may hold at an address, the narrowest first: its own and the one around it. What is written
 * comes last, for rates and addresses from before regions were codes.
 */
export function regionsTaxing(country: string, region: string): readonly string[] {
  const { code, within } = findRegion(country, region) ?? {};
  return [code, within, region.trim().toUpperCase()].filter((each) => each !== undefined);
}
