import { VariantsService } from '../../../src/catalog/products/variants.service.js';
import { money, type Money } from '../../../src/common/money/money.js';
import type { TestShop } from '../shop.js';
import { aProduct } from './products.js';

/** As many as one option can have values. */
const PER_PRODUCT = 100;

/** The SKUs of so many variants at one cent each, made with few products: quicker than one by one. */
export async function manySkus(shop: TestShop, count: number): Promise<string[]> {
  const skus: string[] = [];
  while (skus.length < count) {
    const values = Array.from(
      { length: Math.min(count - skus.length, PER_PRODUCT) },
      (_, index) => `No. ${index}`,
    );
    const variants = values.map((No) => ({ options: { No }, prices: [money(1, 'USD')], onHand: 10 }));
    const product = await aProduct(shop, { options: [{ name: 'No', values }], variants });
    skus.push(...product.variants.map(({ sku }) => sku));
  }
  return skus;
}

/** Staff change what a variant costs. */
export async function setPrice(shop: TestShop, variantId: string, price: Money): Promise<void> {
  await shop.get(VariantsService).update(variantId, { prices: [price] });
}
