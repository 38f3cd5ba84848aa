import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../common/database/ids.js';
import { Transaction } from '../common/database/transaction.js';
import { NotFound } from '../common/errors/errors.js';
import { TooManyItems } from './cart.errors.js';
import { CartItemsRepository } from './cart-items.repository.js';
import { MAX_ITEMS } from './cart.limits.js';
import { CartQuotes, type WantedVariants } from './cart-quotes.js';
import { billable, type Quote, quoteAt } from './quote.js';
import { CartsRepository, type Shopper, type StoredCart, type StoredItem } from './carts.repository.js';
import { itemsOf, type WantedItem } from './wanted-items.js';

/** Each change writes, then checks the whole cart: concurrent changes cannot pass a limit together. */
@Injectable()
export class CartItemsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly carts: CartsRepository,
    private readonly items: CartItemsRepository,
    private readonly quotes: CartQuotes,
  ) {}

  add(cartId: string, shopper: Shopper, wanted: WantedItem): Promise<Quote> {
    return this.transaction.run(async () => this.addTo(await this.carts.lockOpen(cartId, shopper), [wanted]));
  }

  /** Nobody else can know a new cart yet, so it takes no lock and writes with one statement. */
  async fill(cart: StoredCart, wanted: readonly WantedItem[]): Promise<Quote> {
    const facts = await this.quotes.readPriceFacts(cart, variantsOf(wanted));
    const items = itemsOf(wanted, facts.offers).map((item) => ({ id: uuidv7(), ...item }));
    if (items.length > MAX_ITEMS) throw new TooManyItems();
    const quote = billable(quoteAt(facts, { ...cart, items }));
    await this.carts.insert(quote.cart);
    return quote;
  }

  async addTo(cart: StoredCart, wanted: readonly WantedItem[]): Promise<Quote> {
    const facts = await this.quotes.readPriceFacts(cart, variantsOf(wanted));
    const added = itemsOf(wanted, facts.offers);
    const changed = added.length === 0 ? [] : await this.items.add(cart.id, added);
    const items = withChanged(cart.items, changed);
    if (items.length > MAX_ITEMS) throw new TooManyItems();
    const quote = quoteAt(facts, { ...cart, items });
    return wanted.length === 0 ? quote : billable(quote);
  }

  /** Always accepts a lower quantity. */
  changeQuantity(cartId: string, shopper: Shopper, itemId: string, quantity: number): Promise<Quote> {
    return this.transaction.run(async () => {
      const cart = await this.carts.change(cartId, shopper, {});
      const before = cart.items.find(({ id }) => id === itemId);
      if (!before) throw new NotFound('item in this cart');
      if (before.quantity === quantity) return this.quotes.quote(cart);

      await this.items.setQuantity(cart.id, itemId, quantity);
      const items = cart.items.map((item) => (item === before ? { ...item, quantity } : item));
      const quote = await this.quotes.quote({ ...cart, items, version: cart.version + 1 });
      return quantity < before.quantity ? quote : billable(quote);
    });
  }

  remove(cartId: string, shopper: Shopper, itemId: string): Promise<Quote> {
    return this.transaction.run(async () => {
      const cart = await this.carts.lockOpen(cartId, shopper);
      if (!(await this.items.delete(cart.id, itemId))) throw new NotFound('item in this cart');
      return this.quotes.quote({ ...cart, items: cart.items.filter(({ id }) => id !== itemId) });
    });
  }
}

function variantsOf(wanted: readonly WantedItem[]): WantedVariants {
  const variantIds = wanted.flatMap(({ variantId }) => (variantId === undefined ? [] : [variantId]));
  const skus = wanted.flatMap(({ sku }) => (sku === undefined ? [] : [sku]));
  return { variantIds, skus };
}

function withChanged(items: readonly StoredItem[], changed: readonly StoredItem[]): StoredItem[] {
  const byId = new Map([...items, ...changed].map((item) => [item.id, item]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
