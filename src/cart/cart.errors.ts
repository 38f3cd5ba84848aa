import { mapConstraint } from '../common/errors/constraints.js';
import { DomainError, type ErrorKind } from '../common/errors/domain-error.js';
import { referenceNotFound } from '../common/errors/reference-not-found.js';
import { MAX_ITEMS, MAX_QUANTITY } from './cart.limits.js';
import type { CartProblem } from './problems.js';

/** The variant or SKU in the body is unknown, or not for sale in the cart's currency. */
export class VariantNotFound extends referenceNotFound('variant') {}

export class ShippingMethodNotFound extends referenceNotFound('shipping method') {}

export class CartClosed extends DomainError {
  static override readonly code = 'cart_closed';
  static override readonly kind: ErrorKind = 'conflict';
  static override readonly title = 'The cart is closed';

  constructor() {
    super('The cart was ordered or merged and takes no more changes. Open another one.');
  }
}

/** `problems` lists all that prevents the order, as the cart does. */
export class CartNotReady extends DomainError {
  static override readonly code = 'cart_not_ready';
  static override readonly kind: ErrorKind = 'conflict';
  static override readonly title = 'The cart cannot be ordered yet';

  constructor(problems: readonly CartProblem[]) {
    super(problems[0]?.detail ?? 'The cart cannot be ordered yet.', { problems });
  }
}

export class CurrencyMismatch extends DomainError {
  static override readonly code = 'currency_mismatch';
  static override readonly kind: ErrorKind = 'conflict';
  static override readonly title = 'The open cart is in another currency';

  constructor(currency: string) {
    super(
      `Your open cart holds items in ${currency}. Order or empty it before you shop in another currency.`,
      {
        currency,
      },
    );
  }
}

export class TooManyItems extends DomainError {
  static override readonly code = 'too_many_items';
  static override readonly kind: ErrorKind = 'unprocessable';
  static override readonly title = 'The cart is full';

  constructor() {
    super(`A cart holds at most ${MAX_ITEMS} different variants.`);
  }
}

export class QuantityTooLarge extends DomainError {
  static override readonly code = 'quantity_too_large';
  static override readonly kind: ErrorKind = 'unprocessable';
  static override readonly title = 'Too many units of one variant';

  constructor() {
    super(`A cart holds at most ${MAX_QUANTITY.toLocaleString('en')} units of a variant.`);
  }
}

mapConstraint('cart_items_quantity_limit', () => new QuantityTooLarge());
