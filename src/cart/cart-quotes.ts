import { Injectable } from '@nestjs/common';
import { CatalogFacade } from '../catalog/index.js';
import { Transaction } from '../common/database/transaction.js';
import { InventoryFacade, type Supply } from '../inventory/index.js';
import { ShippingFacade, type ShippingOption } from '../shipping/index.js';
import { TaxesFacade } from '../taxes/index.js';
import type { StoredCart } from './carts.repository.js';
import { billable, itemsAt, type PriceFacts, type Quote, quoteAt } from './quote.js';
import { subtotalOf } from './totals.js';

/** Variants to read besides those in the cart. */
export interface WantedVariants {
  readonly variantIds: readonly string[];
  readonly skus: readonly string[];
}

const NO_SUPPLY: ReadonlyMap<string, Supply> = new Map();
const NOTHING_MORE: WantedVariants = { variantIds: [], skus: [] };

/** Quotes carts at current prices: a cart promises nothing until it is ordered. */
@Injectable()
export class CartQuotes {
  constructor(
    private readonly transaction: Transaction,
    private readonly catalog: CatalogFacade,
    private readonly inventory: InventoryFacade,
    private readonly shipping: ShippingFacade,
    private readonly taxes: TaxesFacade,
  ) {}

  /** Reads all that the quote depends on, and other wanted variants, in at most one statement. */
  async readPriceFacts(cart: StoredCart, wanted = NOTHING_MORE): Promise<PriceFacts> {
    const variants = variantsOf(cart, wanted);
    const [offers = [], supply = NO_SUPPLY, rates, tax] = await this.transaction.ask(
      variants && this.catalog.forSale(variants, cart.currency),
      variants && this.inventory.supply(variants),
      this.chosenRates(cart),
      this.taxOf(cart),
    );
    const { mostUnitsOfAnOrder: mostUnits } = this.inventory;
    return { offers, supply, isStockTold: cart.status === 'open', mostUnits, rates, tax };
  }

  async quote(cart: StoredCart): Promise<Quote> {
    return quoteAt(await this.readPriceFacts(cart), cart);
  }

  /** A cart just closed counts as open, or it would be refused. Stock is not checked: the reservation decides. */
  async quoteForOrder(taken: StoredCart): Promise<Quote> {
    return billable(quoteAt(await this.readPriceFacts(taken), { ...taken, status: 'open' }));
  }

  /** Lists the methods that serve the cart; none before there is an address. */
  async shippingOptions(cart: StoredCart): Promise<readonly ShippingOption[]> {
    if (cart.shippingAddress === null) return [];
    const variants = variantsOf(cart, NOTHING_MORE);
    const [offers = [], rates] = await this.transaction.ask(
      variants && this.catalog.forSale(variants, cart.currency),
      this.shipping.ratesTo(cart.shippingAddress.country, cart.currency),
    );
    return rates.optionsFor(
      subtotalOf(itemsAt({ offers, supply: NO_SUPPLY, isStockTold: false }, cart), cart.currency),
    );
  }

  async inCurrency(cart: StoredCart, currency: string) {
    const variants = currency === cart.currency ? undefined : variantsOf(cart, NOTHING_MORE);
    if (!variants) return { items: cart.items, left: [] };
    const [offers] = await this.transaction.ask(this.catalog.forSale(variants, currency));
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

function variantsOf(cart: StoredCart, wanted: WantedVariants): WantedVariants | undefined {
  const variantIds = [...cart.items.map(({ variantId }) => variantId), ...wanted.variantIds];
  return variantIds.length + wanted.skus.length > 0 ? { variantIds, skus: wanted.skus } : undefined;
}
