import { VariantsService } from '../../src/catalog/variants.service.js';
import type { Money } from '../../src/common/money/money.js';
import type { TestShop } from './shop.js';

/** Staff change what a variant costs. */
export async function setPrice(shop: TestShop, variantId: string, price: Money): Promise<void> {
  await shop.get(VariantsService).update(variantId, { prices: [price] });
}
