import { Injectable } from '@nestjs/common';
import { CatalogFacade, type VariantForSale } from '../catalog/index.js';
import { isRegionKnown } from '../common/address/regions.js';
import { Transaction } from '../common/database/transaction.js';
import { AmountTooLarge } from '../common/errors/errors.js';
import { money, zero } from '../common/money/money.js';
import { InventoryFacade, type Supply } from '../inventory/index.js';
import { ShippingFacade, type ShippingOption, type ShippingRates } from '../shipping/index.js';
import { type ApplicableTax, TaxesFacade } from '../taxes/index.js';
import type { StoredCart, StoredItem } from './carts.repository.js';
import { type CartProblem, type LineFacts, problemsOf } from './problems.js';
import {
  type ComputedTotals,
  computeTotals,
  isLineBeyondLimit,
  type PricedLine,
  subtotalOf,
} from './totals.js';

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

/** What the market is looked at for. */
export interface Search {
  readonly variantIds: readonly string[];
  readonly skus: readonly string[];
}

/** What a quote depends on, as it was at one moment. */
interface Market {
  readonly offers: readonly VariantForSale[];
  /** What an order can have, by variant id. */
  readonly supply: ReadonlyMap<string, Supply>;
  /** Whether what is in stock says something about the cart. */
  readonly isStockTold: boolean;
  /** Units that one order may have. */
  readonly mostUnits: number;
  /** What the chosen method costs at the address. */
  readonly rates?: ShippingRates;
  readonly tax?: ApplicableTax;
}

/** What a line depends on. */
type Seen = Pick<Market, 'offers' | 'supply' | 'isStockTold'>;

const NO_SUPPLY: ReadonlyMap<string, Supply> = new Map();
const NOTHING_MORE: Search = { variantIds: [], skus: [] };

/** Asks every price anew: a cart promises nothing until it is ordered. */
@Injectable()
export class CartQuotes {
  constructor(
    private readonly transaction: Transaction,
    private readonly catalog: CatalogFacade,
    private readonly inventory: InventoryFacade,
    private readonly shipping: ShippingFacade,
    private readonly taxes: TaxesFacade,
  ) {}

  /**
   * Looks at all that the cart's quote depends on, and at what is wanted besides. One statement at most.
   */
  async look(cart: StoredCart, wanted = NOTHING_MORE): Promise<Market> {
    const search = searchFor(cart, wanted);
    const [offers = [], supply = NO_SUPPLY, rates, tax] = await this.transaction.ask(
      search && this.catalog.forSale(search, cart.currency),
      search && this.inventory.supply(search),
      this.chosenRates(cart),
      this.taxOf(cart),
    );
    const { mostUnitsOfAnOrder: mostUnits } = this.inventory;
    return { offers, supply, isStockTold: cart.status === 'open', mostUnits, rates, tax };
  }

  /** The quote that a shopper sees, with what the stock says. */
  async quote(cart: StoredCart): Promise<Quote> {
    return quoteAt(await this.look(cart), cart);
  }

  /**
   * The quote that an order is made from, for a cart that was just closed for it. What is in stock is not told:
   * the reservation decides. Throws AmountTooLarge.
   */
  async quoteForOrder(taken: StoredCart): Promise<Quote> {
    return billable(quoteAt(await this.look(taken), { ...taken, status: 'open' }));
  }

  /** The methods to choose from; none before there is an address. One statement. */
  async shippingOptions(cart: StoredCart): Promise<readonly ShippingOption[]> {
    if (cart.shippingAddress === null) return [];
    const search = searchFor(cart, NOTHING_MORE);
    const [offers = [], rates] = await this.transaction.ask(
      search && this.catalog.forSale(search, cart.currency),
      this.shipping.ratesTo(cart.shippingAddress.country, cart.currency),
    );
    return rates.optionsFor(
      subtotalOf(linesAt({ offers, supply: NO_SUPPLY, isStockTold: false }, cart), cart.currency),
    );
  }

  /** The cart's lines as another currency prices them, and those that are not for sale in it. One statement at most. */
  async inCurrency(cart: StoredCart, currency: string) {
    const search = currency === cart.currency ? undefined : searchFor(cart, NOTHING_MORE);
    if (!search) return { items: cart.items, left: [] };
    const [offers] = await this.transaction.ask(this.catalog.forSale(search, currency));
    const priceOf = new Map(offers.map(({ variantId, unitPrice }) => [variantId, unitPrice.amount]));
    return {
      items: cart.items.flatMap((item) => {
        const unitPrice = priceOf.get(item.variantId);
        return unitPrice === undefined ? [] : [{ ...item, unitPrice }];
      }),
      left: cart.items.filter(({ variantId }) => !priceOf.has(variantId)),
    };
  }

  private chosenRates({ shippingMethodId, shippingAddress, currency }: StoredCart) {
    if (shippingMethodId === null || shippingAddress === null) return undefined;
    return this.shipping.ratesTo(shippingAddress.country, currency, shippingMethodId);
  }

  private taxOf({ shippingAddress }: StoredCart) {
    return shippingAddress ? this.taxes.rateFor(shippingAddress.country, shippingAddress.region) : undefined;
  }
}

/** What the cart costs at what was seen. */
export function quoteAt(market: Market, cart: StoredCart): Quote {
  const lines = linesAt(market, cart);
  const [shippingMethod] = market.rates?.optionsFor(subtotalOf(lines, cart.currency)) ?? [];
  const computed = computeTotals(
    lines,
    shippingMethod?.price ?? zero(cart.currency),
    market.tax?.millionths ?? 0,
  );
  const facts = factsOf(market, cart, lines, shippingMethod);
  const problems = problemsOf({ ...facts, isBeyondLimit: computed.isBeyondLimit });
  return { ...computed, cart, shippingMethod, problems };
}

/** The quote, unless something in it costs more than the shop can bill. Throws AmountTooLarge. */
export function billable(quote: Quote): Quote {
  if (quote.isBeyondLimit) throw new AmountTooLarge();
  return quote;
}

/** What is there and what is wanted; undefined when that is nothing. */
function searchFor(cart: StoredCart, wanted: Search): Search | undefined {
  const variantIds = [...cart.items.map(({ variantId }) => variantId), ...wanted.variantIds];
  return variantIds.length + wanted.skus.length > 0 ? { variantIds, skus: wanted.skus } : undefined;
}

const linesAt = (seen: Seen, { items, currency }: StoredCart): QuotedLine[] =>
  items.map((item) => quotedLine(item, currency, seen));

function quotedLine(item: StoredItem, currency: string, { offers, supply, isStockTold }: Seen): QuotedLine {
  const offer = offers.find(({ variantId }) => variantId === item.variantId);
  const unitPrice = offer?.unitPrice ?? money(item.unitPrice, currency);
  return {
    id: item.id,
    variantId: item.variantId,
    sku: offer?.sku ?? item.sku,
    title: offer?.title ?? item.title,
    quantity: item.quantity,
    unitPrice,
    isForSale: offer !== undefined,
    isBeyondLimit: isLineBeyondLimit({ unitPrice, quantity: item.quantity }),
    inStock: isStockTold ? (supply.get(item.variantId)?.units ?? 0) : undefined,
    maxPerOrder: supply.get(item.variantId)?.maxPerOrder,
  };
}

function factsOf(
  { mostUnits }: Market,
  cart: StoredCart,
  lines: readonly QuotedLine[],
  method: ShippingOption | undefined,
) {
  return {
    isOpen: cart.status === 'open',
    email: cart.email,
    hasAddress: cart.shippingAddress !== null,
    isRegionKnown: cart.shippingAddress === null || isRegionKnown(cart.shippingAddress),
    hasShippingMethod: cart.shippingMethodId !== null,
    isMethodAvailable: method !== undefined,
    mostUnits,
    lines,
  };
}
