import type { VariantForSale } from '../catalog/index.js';
import { VariantNotFound } from './cart.errors.js';
import type { StoredItem } from './carts.repository.js';

export interface WantedItem {
  readonly variantId?: string;
  readonly sku?: string;
  readonly quantity: number;
}

/** Adds up the quantities of each variant. */
export function itemsOf(
  wanted: readonly WantedItem[],
  forSale: readonly VariantForSale[],
): Omit<StoredItem, 'id'>[] {
  const items = new Map<string, Omit<StoredItem, 'id'>>();
  for (const [index, item] of wanted.entries()) {
    const variant = forSale.find((offer) => isWanted(offer, item));
    if (!variant) throw new VariantNotFound(wanted.length > 1 ? `items.${index}` : undefined);
    const { variantId, sku, title, unitPrice } = variant;
    const quantity = (items.get(variantId)?.quantity ?? 0) + item.quantity;
    items.set(variantId, { variantId, sku, title, unitPrice: unitPrice.amount, quantity });
  }
  return [...items.values()];
}

const isWanted = (offer: VariantForSale, { variantId, sku }: WantedItem): boolean =>
  variantId === undefined ? offer.sku === sku : offer.variantId === variantId.toLowerCase();
