import { type ProductInput, ProductsService } from '../../../src/catalog/products/products.service.js';
import { money } from '../../../src/common/money/money.js';
import { InventoryFacade } from '../../../src/inventory/index.js';
import type { TestShop } from '../shop.js';

type VariantOptions = Partial<ProductInput['variants'][number]>;

/** A product that was made. */
export interface BuiltProduct {
  readonly productId: string;
  readonly slug: string;
  readonly title: string;
  readonly version: number;
  /** In their order. */
  readonly variants: readonly { readonly variantId: string; readonly sku: string }[];
}

/** A variant of a product of its own. */
export interface BuiltVariant {
  readonly variantId: string;
  readonly productId: string;
  readonly sku: string;
  readonly slug: string;
  readonly title: string;
}

export interface AVariantOptions extends Omit<VariantOptions, 'prices'> {
  /** Minor units of USD; 1999 unless told otherwise. */
  readonly price?: number;
  /** Instead of `price`. */
  readonly prices?: VariantOptions['prices'];
  readonly title?: string;
  readonly status?: ProductInput['status'];
}

let serial = 0;

/** An active product: with one variant at 19.99 USD and ten units of it, unless told otherwise. */
export async function aProduct(shop: TestShop, input: Partial<ProductInput> = {}): Promise<BuiltProduct> {
  serial += 1;
  const product = await shop.get(ProductsService).create({
    title: `Product ${serial}`,
    variants: [{ prices: [money(1999, 'USD')], onHand: 10 }],
    ...input,
  });
  return {
    productId: product.id,
    slug: product.slug,
    title: product.title,
    version: product.version,
    variants: product.variants.map(({ id, sku }) => ({ variantId: id, sku })),
  };
}

/** A variant that can be bought, of an active product of its own. */
export async function aVariant(shop: TestShop, input: AVariantOptions = {}): Promise<BuiltVariant> {
  const { price = 1999, prices = [money(price, 'USD')], title, status, onHand = 10, ...rest } = input;
  const product = await aProduct(shop, {
    ...(title === undefined ? {} : { title }),
    ...(status === undefined ? {} : { status }),
    options: Object.entries(rest.options ?? {}).map(([name, value]) => ({ name, values: [value] })),
    variants: [{ ...rest, prices, onHand }],
  });
  const { productId, slug } = product;
  return { ...product.variants[0]!, productId, slug, title: product.title };
}

/** Units of a variant that can be reserved now. */
export async function availableUnits(shop: TestShop, variantId: string): Promise<number | undefined> {
  return (await shop.ask(shop.get(InventoryFacade).available({ variantIds: [variantId] }))).get(variantId);
}
