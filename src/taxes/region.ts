/** A region as rates are found by: in capitals, without the country that ISO 3166-2 puts before it (`US-NY` is `NY`). */
export function normalizeRegion(country: string, region: string): string {
  const capitals = region.trim().toUpperCase();
  return capitals.startsWith(`${country}-`) && capitals.length > country.length + 1
    ? capitals.slice(country.length + 1)
    : capitals;
}
