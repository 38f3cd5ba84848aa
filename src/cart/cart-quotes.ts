import { Injectable } from '@nestjs/common';
import { CatalogFacade, type VariantForSale } from '../catalog/index.js';
import { money, zero } from '../common/money/money.js';
import { InventoryFacade } from '../inventory/index.js';
import { ShippingFacade, type ShippingOption } from '../shipping/index.js';
import { TaxesFacade } from '../taxes/index.js';
import type { StoredCart, StoredItem } from './carts.repository.js';
import { type CartProblem, type LineFacts, problemsOf } from './problems.js';
import { type ComputedTotals, computeTotals, type PricedLine, subtotalOf } from './totals.js';

/** A line at the price of now; at its last known one when it is no longer for sale. */
export interface QuotedLine extends LineFacts, PricedLine {
  readonly variantId: string;
  readonly sku: string;
}

/** What a cart costs at this moment, and what keeps it from being ordered. */
export interface Quote extends ComputedTotals<QuotedLine> {
  readonly cart: StoredCart;
  readonly shippingMethod: ShippingOption | undefined;
  readonly problems: readonly CartProblem[];
}

/** Asks every price anew: a cart promises nothing until it is ordered. */
@Injectable()
export class CartQuotes {
  constructor(
    private readonly catalog: CatalogFacade,
    private readonly inventory: InventoryFacade,
    private readonly shipping: ShippingFacade,
    private readonly taxes: TaxesFacade,
  ) {}

  /**
   * The quote that a shopper sees, with what the stock says. Four statements at most; `forSale`, when the caller has
   * asked already, saves one. Throws AmountTooLarge.
   */
  async quote(cart: StoredCart, forSale?: readonly VariantForSale[]): Promise<Quote> {
    const offers = forSale ?? (await this.offersFor(cart));
    const inStock = await this.stockOf(cart);
    return this.computed(
      cart,
      cart.items.map((item) => quotedLine(item, cart.currency, offers, inStock)),
    );
  }

  /**
   * The quote that an order is made from, for a cart that was just closed for it. The stock is not asked: its
   * reservation decides. Throws AmountTooLarge.
   */
  async quoteForOrder(taken: StoredCart): Promise<Quote> {
    const cart: StoredCart = { ...taken, status: 'open' };
    const offers = await this.offersFor(cart);
    return this.computed(
      cart,
      cart.items.map((item) => quotedLine(item, cart.currency, offers)),
    );
  }

  /** The methods to choose from; none before there is an address. */
  async shippingOptions(cart: StoredCart): Promise<readonly ShippingOption[]> {
    if (cart.shippingAddress === null) return [];
    const offers = await this.offersFor(cart);
    const lines = cart.items.map((item) => quotedLine(item, cart.currency, offers));
    return this.shipping.methodsFor(cart.shippingAddress.country, subtotalOf(lines, cart.currency));
  }

  private async computed(cart: StoredCart, lines: readonly QuotedLine[]): Promise<Quote> {
    const shippingMethod = await this.chosenMethod(cart, lines);
    const tax =
      cart.shippingAddress &&
      (await this.taxes.rateFor(cart.shippingAddress.country, cart.shippingAddress.region));
    const computed = computeTotals(lines, shippingMethod?.price ?? zero(cart.currency), tax?.millionths ?? 0);
    return { ...computed, cart, shippingMethod, problems: problemsOf(factsOf(cart, lines, shippingMethod)) };
  }

  private async offersFor(cart: StoredCart): Promise<readonly VariantForSale[]> {
    if (cart.items.length === 0) return [];
    return this.catalog.forSale({ variantIds: cart.items.map((item) => item.variantId) }, cart.currency);
  }

  private async stockOf(cart: StoredCart): Promise<ReadonlyMap<string, number>> {
    if (cart.items.length === 0 || cart.status !== 'open') return new Map();
    return this.inventory.available(cart.items.map((item) => item.variantId));
  }

  private async chosenMethod(
    cart: StoredCart,
    lines: readonly QuotedLine[],
  ): Promise<ShippingOption | undefined> {
    if (cart.shippingMethodId === null || cart.shippingAddress === null) return undefined;
    const subtotal = subtotalOf(lines, cart.currency);
    return this.shipping.option(cart.shippingMethodId, cart.shippingAddress.country, subtotal);
  }
}

function quotedLine(
  item: StoredItem,
  currency: string,
  offers: readonly VariantForSale[],
  inStock?: ReadonlyMap<string, number>,
): QuotedLine {
  const offer = offers.find(({ variantId }) => variantId === item.variantId);
  return {
    id: item.id,
    variantId: item.variantId,
    sku: offer?.sku ?? item.sku,
    title: offer?.title ?? item.title,
    quantity: item.quantity,
    unitPrice: offer?.unitPrice ?? money(item.unitPrice, currency),
    isForSale: offer !== undefined,
    inStock: inStock && (inStock.get(item.variantId) ?? 0),
  };
}

function factsOf(cart: StoredCart, lines: readonly QuotedLine[], method: ShippingOption | undefined) {
  return {
    isOpen: cart.status === 'open',
    email: cart.email,
    hasAddress: cart.shippingAddress !== null,
    hasShippingMethod: cart.shippingMethodId !== null,
    isMethodAvailable: method !== undefined,
    lines,
  };
}
