/** The only stock location for now. Rows already name their location, so a second one needs no new key. */
export const MAIN_LOCATION = '01930000-0000-7000-8000-000000000001';

/** Most units that people may set or add up to. Returns may exceed it: the database allows twice as many. */
export const MAX_ON_HAND = 1_000_000_000;

export type StockWord = 'out_of_stock' | 'few_left' | 'not_enough';

export function stockWord(units: number, few: number): StockWord {
  if (units <= 0) return 'out_of_stock';
  return units <= few ? 'few_left' : 'not_enough';
}

export interface ToldStock {
  readonly atMost: number;
  readonly word: StockWord;
}

export const NO_STOCK: ToldStock = { atMost: 0, word: 'out_of_stock' };

/** Rounds up, so that nobody is refused what is there; in steps, so that nobody finds the exact number. */
export function toldStock(units: number, few: number): ToldStock {
  if (units <= 0) return NO_STOCK;
  let atMost = few;
  while (atMost < units) atMost *= 2;
  return { atMost, word: stockWord(units, few) };
}

export interface AvailabilityChange {
  readonly variantId: string;
  readonly before: number;
  readonly after: number;
}

export const crossesZero = ({ before, after }: AvailabilityChange): boolean => before > 0 !== after > 0;

/** How much of the stock unpaid orders may keep from others. */
export interface HoldLimit {
  /** Units that other unpaid orders of the same shopper hold, by variant id. */
  readonly held: ReadonlyMap<string, number>;
  /** Share of a variant, in percent of what others do not hold; one unit is always within it. */
  readonly percent: number;
  /** Variants of which the shopper holds more than this share, as one unit of a variant that has only one. */
  readonly lastUnits: number;
}

export interface StockLine {
  readonly variantId: string;
  readonly quantity: number;
}

export function unitsByVariant(lines: readonly StockLine[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { variantId, quantity } of lines) units.set(variantId, (units.get(variantId) ?? 0) + quantity);
  return units;
}
