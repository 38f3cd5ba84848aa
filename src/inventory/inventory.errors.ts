import { refusal } from '../common/errors/domain-error.js';
import { referenceNotFound } from '../common/errors/reference-not-found.js';
import type { StockWord } from './stock.js';

export interface Shortage {
  readonly variantId: string;
  /** Null when the variant no longer exists. */
  readonly sku: string | null;
  readonly requested: number;
  readonly stock: StockWord;
}

export class InsufficientStock extends refusal(
  'conflict',
  'insufficient_stock',
  'There is not enough in stock',
) {
  constructor(items: readonly Shortage[]) {
    super('Lower the quantities of the listed items, or take them out.', { items });
  }
}

/** Unpaid orders of one shopper would hold too large a share of the listed variants. */
export class HoldTooLarge extends refusal(
  'conflict',
  'hold_too_large',
  'Unpaid orders would hold too much of the stock',
) {
  constructor(items: readonly Omit<Shortage, 'stock'>[]) {
    super('Order fewer of the listed items, or pay the unpaid orders first and then order the rest.', {
      items,
    });
  }
}

/** Units that orders hold stay on the shelf until these orders release them. */
export class OnHandBelowReserved extends refusal(
  'conflict',
  'on_hand_below_reserved',
  'Orders hold more units than this would leave',
) {
  constructor(reserved: number) {
    super(`Orders hold ${reserved} units of this variant; cancel some of them first.`, { reserved });
  }
}

export class OnHandTooLarge extends refusal(
  'unprocessable',
  'on_hand_too_large',
  'The number of units is too large',
) {
  constructor(limit: number) {
    super(`A variant can have at most ${limit} units on hand.`, { limit });
  }
}

export class StockVariantNotFound extends referenceNotFound('variant') {}
