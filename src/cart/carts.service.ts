import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { NotFound } from '../common/errors/errors.js';
import { ShippingFacade, type ShippingOption } from '../shipping/index.js';
import { ShippingMethodNotFound } from './cart.errors.js';
import { CartQuotes } from './cart-quotes.js';
import type { Quote } from './quote.js';
import { type CartChanges, CartsRepository, type Shopper } from './carts.repository.js';
import { CustomerCartsRepository } from './customer-carts.repository.js';

@Injectable()
export class CartsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly carts: CartsRepository,
    private readonly customers: CustomerCartsRepository,
    private readonly shipping: ShippingFacade,
    private readonly quotes: CartQuotes,
  ) {}

  async get(id: string, shopper: Shopper): Promise<Quote> {
    return this.quotes.quote(await this.carts.get(id, shopper));
  }

  async getCurrent(customerId: string): Promise<Quote> {
    const id = await this.customers.findOpenIdOf(customerId);
    if (id === undefined) throw new NotFound('open cart');
    return this.get(id, customerId);
  }

  update(id: string, shopper: Shopper, changes: CartChanges): Promise<Quote> {
    return this.transaction.run(async () => {
      const quote = await this.quotes.quote(await this.carts.change(id, shopper, changes));
      if (quote.shippingMethod === undefined) await this.requireMethod(changes.shippingMethodId);
      return quote;
    });
  }

  async shippingOptions(id: string, shopper: Shopper): Promise<readonly ShippingOption[]> {
    return this.quotes.shippingOptions(await this.carts.get(id, shopper));
  }

  /** A method may not serve the address, which may still change: the cart lists it as a problem. */
  private async requireMethod(methodId: string | null | undefined): Promise<void> {
    if (methodId === null || methodId === undefined) return;
    if (!(await this.shipping.methodExists(methodId))) throw new ShippingMethodNotFound('shippingMethodId');
  }
}
