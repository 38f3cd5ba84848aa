/** The only stock location for now. Rows already name their location, so a second one needs no new key. */
export const MAIN_LOCATION = '01930000-0000-7000-8000-000000000001';

/** Most units that people may set or add up to. Returns may exceed it: the database allows twice as many. */
export const MAX_ON_HAND = 1_000_000_000;

/** How the shop tells a shortage. Strangers do not learn the number of units. */
export type StockWord = 'out_of_stock' | 'few_left' | 'not_enough';

/** Up to `few` units, strangers are only told that a few are left. */
export function stockWord(units: number, few: number): StockWord {
  if (units <= 0) return 'out_of_stock';
  return units <= few ? 'few_left' : 'not_enough';
}

/** The stock of a variant as strangers may know it. */
export interface ToldStock {
  /** There are no more units than this. */
  readonly atMost: number;
  readonly word: StockWord;
}

export const NO_STOCK: ToldStock = { atMost: 0, word: 'out_of_stock' };

/**
 * Rounds up to `few` units, twice as many, four times as many and so on, so that nobody finds the exact number by asking
 * for more and more. Rounds up, not down, so that nobody is refused what is there: the order decides.
 */
export function toldStock(units: number, few: number): ToldStock {
  if (units <= 0) return NO_STOCK;
  let atMost = few;
  while (atMost < units) atMost *= 2;
  return { atMost, word: stockWord(units, few) };
}

/** The effect of a change on the units of a variant that can be reserved. */
export interface AvailabilityChange {
  readonly variantId: string;
  readonly before: number;
  readonly after: number;
}

/** Whether the variant ran out or came back. */
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

/** Units of a variant that an order wants. */
export interface StockLine {
  readonly variantId: string;
  readonly quantity: number;
}

/** Adds up the lines of each variant. */
export function unitsByVariant(lines: readonly StockLine[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { variantId, quantity } of lines) units.set(variantId, (units.get(variantId) ?? 0) + quantity);
  return units;
}
