import type { VariantForSale } from '../catalog/index.js';
import { isRegionKnown } from '../common/address/regions.js';
import { AmountTooLarge } from '../common/errors/errors.js';
import { money, zero } from '../common/money/money.js';
import { NO_STOCK, type Supply } from '../inventory/index.js';
import type { ShippingOption, ShippingRates } from '../shipping/index.js';
import type { ApplicableTax } from '../taxes/index.js';
import type { StoredCart, StoredItem } from './carts.repository.js';
import { type CartProblem, type ItemFacts, problemsOf } from './problems.js';
import {
  type ComputedTotals,
  computeTotals,
  isItemBeyondLimit,
  type PricedItem,
  subtotalOf,
} from './totals.js';

/** At its current price, or at its last known price if it is no longer for sale. */
export interface QuotedItem extends ItemFacts, PricedItem {
  readonly variantId: string;
  readonly sku: string;
}

export interface Quote extends ComputedTotals<QuotedItem> {
  readonly cart: StoredCart;
  readonly shippingMethod: ShippingOption | undefined;
  readonly problems: readonly CartProblem[];
}

export interface PriceFacts {
  readonly offers: readonly VariantForSale[];
  /** By variant id. */
  readonly supply: ReadonlyMap<string, Supply>;
  readonly isStockTold: boolean;
  readonly mostUnits: number;
  readonly rates?: ShippingRates;
  readonly tax?: ApplicableTax;
}

type Seen = Pick<PriceFacts, 'offers' | 'supply' | 'isStockTold'>;

export function quoteAt(facts: PriceFacts, cart: StoredCart): Quote {
  const items = itemsAt(facts, cart);
  const [shippingMethod] = facts.rates?.optionsFor(subtotalOf(items, cart.currency)) ?? [];
  const computed = computeTotals(
    items,
    shippingMethod?.price ?? zero(cart.currency),
    facts.tax?.millionths ?? 0,
  );
  const checked = factsOf(facts, cart, items, shippingMethod);
  const problems = problemsOf({ ...checked, isBeyondLimit: computed.isBeyondLimit });
  return { ...computed, cart, shippingMethod, problems };
}

export function billable(quote: Quote): Quote {
  if (quote.isBeyondLimit) throw new AmountTooLarge();
  return quote;
}

export const itemsAt = (seen: Seen, { items, currency }: StoredCart): QuotedItem[] =>
  items.map((item) => quotedItem(item, currency, seen));

function quotedItem(item: StoredItem, currency: string, { offers, supply, isStockTold }: Seen): QuotedItem {
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
    isBeyondLimit: isItemBeyondLimit({ unitPrice, quantity: item.quantity }),
    stock: isStockTold ? (supply.get(item.variantId)?.stock ?? NO_STOCK) : undefined,
    maxPerOrder: supply.get(item.variantId)?.maxPerOrder,
  };
}

function factsOf(
  { mostUnits }: PriceFacts,
  cart: StoredCart,
  items: readonly QuotedItem[],
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
    items,
  };
}
