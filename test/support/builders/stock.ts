import { uuidv7 } from '../../../src/common/database/ids.js';
import { InventoryFacade } from '../../../src/inventory/index.js';
import type { TestShop } from '../shop.js';

/** How the counts of a level stand. */
export interface Counts {
  readonly onHand: number;
  readonly reserved: number;
}

/** A level of a variant that the catalog knows nothing of. */
export async function aLevel(shop: TestShop, onHand = 10): Promise<{ variantId: string; sku: string }> {
  const variantId = uuidv7();
  const sku = `SKU-${variantId}`;
  await shop.get(InventoryFacade).register([{ variantId, sku, onHand }]);
  return { variantId, sku };
}

/** Units of a variant that an order holds; the order's id. */
export async function aReservation(shop: TestShop, variantId: string, quantity = 1): Promise<string> {
  const orderId = uuidv7();
  await shop.get(InventoryFacade).reserve(orderId, [{ variantId, quantity }], 900);
  return orderId;
}

export async function countsOf(shop: TestShop, variantId: string): Promise<Counts> {
  const [counts] = await shop.sql<Counts>(
    'SELECT on_hand AS "onHand", reserved FROM stock_levels WHERE variant_id = $1',
    [variantId],
  );
  return counts!;
}
