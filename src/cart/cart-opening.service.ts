import { Injectable } from '@nestjs/common';
import { uuidv4 } from '../common/database/ids.js';
import { Transaction } from '../common/database/transaction.js';
import { ShopConfig } from '../common/config/shop.config.js';
import { CurrencyMismatch } from './cart.errors.js';
import { CartItemsService } from './cart-items.service.js';
import type { Quote } from './quote.js';
import { CartsRepository, newCart, type Shopper, type StoredCart } from './carts.repository.js';
import { CustomerCartsRepository } from './customer-carts.repository.js';
import type { WantedItem } from './wanted-items.js';

/** A guest gets a new cart each time, a customer always the same open one. */
@Injectable()
export class CartOpeningService {
  constructor(
    private readonly transaction: Transaction,
    private readonly carts: CartsRepository,
    private readonly customers: CustomerCartsRepository,
    private readonly items: CartItemsService,
    private readonly shop: ShopConfig,
  ) {}

  open(shopper: Shopper, currency: string | undefined, items: readonly WantedItem[]): Promise<Quote> {
    if (shopper === undefined)
      return this.items.fill(newCart(uuidv4(), currency ?? this.shop.currency), items);
    return this.transaction.run(async () => this.items.addTo(await this.openFor(shopper, currency), items));
  }

  /** Locks the customer's open cart, or creates it. Only an empty cart changes its currency. */
  async openFor(customerId: string, currency: string | undefined): Promise<StoredCart> {
    const id = await this.customers.openFor(customerId, uuidv4(), currency ?? this.shop.currency);
    const cart = await this.carts.get(id, customerId);
    if (currency === undefined || currency === cart.currency) return cart;
    if (cart.items.length > 0) throw new CurrencyMismatch(cart.currency);
    await this.customers.changeCurrency(id, currency);
    return { ...cart, currency };
  }
}
