import { mapConstraint } from '../common/errors/constraints.js';
import { refusal } from '../common/errors/domain-error.js';
import { referenceNotFound } from '../common/errors/reference-not-found.js';
import { MAX_ITEMS, MAX_QUANTITY } from './cart.limits.js';
import type { CartProblem } from './problems.js';

/** The variant or SKU in the body is unknown, or not for sale in the cart's currency. */
export class VariantNotFound extends referenceNotFound('variant') {}

export class ShippingMethodNotFound extends referenceNotFound('shipping method') {}

export class CartClosed extends refusal('conflict', 'cart_closed', 'The cart is closed') {
  constructor() {
    super('The cart was ordered or merged and takes no more changes. Open another one.');
  }
}

/** `problems` lists all that prevents the order, as the cart does. */
export class CartNotReady extends refusal('conflict', 'cart_not_ready', 'The cart cannot be ordered yet') {
  constructor(problems: readonly CartProblem[]) {
    super(problems[0]?.detail ?? 'The cart cannot be ordered yet.', { problems });
  }
}

export class CurrencyMismatch extends refusal(
  'conflict',
  'currency_mismatch',
  'The open cart is in another currency',
) {
  constructor(currency: string) {
    super(
      `Your open cart holds items in ${currency}. Order or empty it before you shop in another currency.`,
      {
        currency,
      },
    );
  }
}

export class TooManyItems extends refusal('unprocessable', 'too_many_items', 'The cart is full') {
  constructor() {
    super(`A cart can hold at most ${MAX_ITEMS} different variants.`);
  }
}

export class QuantityTooLarge extends refusal(
  'unprocessable',
  'quantity_too_large',
  'The cart would have too many units of one variant',
) {
  constructor() {
    super(`A cart can hold at most ${MAX_QUANTITY.toLocaleString('en')} units of a variant.`);
  }
}

mapConstraint('cart_items_quantity_limit', () => new QuantityTooLarge());
