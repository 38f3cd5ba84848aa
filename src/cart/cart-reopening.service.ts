import { Injectable } from '@nestjs/common';
import { uuidv4, uuidv7 } from '../common/database/ids.js';
import { CartMergingService, type MergedCart, type MergeOutcome, NO_LOSS } from './cart-merging.service.js';
import { CartOpeningService } from './cart-opening.service.js';
import { CartsRepository, newCart, type Shopper, type StoredCart } from './carts.repository.js';

/** Where a shopper goes on after an order that came to nothing. */
export interface ReopenedCart extends MergeOutcome {
  readonly cartId: string;
}

/** How what was ordered becomes a cart once more. Whoever ends the order asks for it, in a transaction of its own. */
@Injectable()
export class CartReopeningService {
  constructor(
    private readonly carts: CartsRepository,
    private readonly opening: CartOpeningService,
    private readonly merging: CartMergingService,
  ) {}

  /**
   * Locks the cart that the lines of a customer's order will come to, made when there is none; a guest has none. Asked
   * for before the order is locked, since carts come first.
   */
  async lockOpen(shopper: Shopper): Promise<void> {
    if (shopper !== undefined) await this.opening.openFor(shopper, undefined);
  }

  /**
   * Gives what an ordered cart holds to its shopper once more: a guest gets a new cart of it, with a secret of its own; a
   * customer has it merged into the one open cart, as by a claim. The ordered cart stays as it was. Throws TooManyItems.
   */
  async reopen(orderedCartId: string, shopper: Shopper): Promise<ReopenedCart> {
    const ordered = withNewIds(await this.carts.get(orderedCartId, shopper));
    if (shopper === undefined) return { cartId: await this.copy(ordered), ...NO_LOSS };
    const { cart, ...outcome } = await this.merging.merge(ordered, shopper);
    return { cartId: cart.id, ...outcome };
  }

  /** A reopened cart as it is now, with what its reopening did; nothing when that is past. Throws NotFound. */
  async get({ cartId, ...outcome }: ReopenedCart, shopper: Shopper): Promise<MergedCart> {
    return this.merging.quote({ cart: await this.carts.get(cartId, shopper), ...outcome });
  }

  private async copy({ currency, items, ...ordered }: StoredCart): Promise<string> {
    const { email, shippingAddress, billingAddress, shippingMethodId } = ordered;
    const cart = { ...newCart(uuidv4(), currency), items };
    await this.carts.insert(cart);
    await this.carts.change(cart.id, undefined, {
      email,
      shippingAddress,
      billingAddress,
      shippingMethodId,
    });
    return cart.id;
  }
}

const withNewIds = (cart: StoredCart): StoredCart => ({
  ...cart,
  items: cart.items.map((item) => ({ ...item, id: uuidv7() })),
});
