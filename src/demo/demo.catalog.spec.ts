import { describe, expect, it } from 'vitest';
import { CATEGORIES } from './catalog/categories.js';
import { PRODUCTS } from './catalog/products.js';
import { variantsOf } from './demo.variants.js';

const variants = PRODUCTS.flatMap(variantsOf);
const repeated = (values: readonly string[]) => values.filter((value, at) => values.indexOf(value) !== at);

describe('the demo shop’s catalogue', () => {
  it('has about 60 products in 8 categories', () => {
    expect(CATEGORIES).toHaveLength(8);
    expect(PRODUCTS).toHaveLength(60);
    expect(repeated(PRODUCTS.map(({ title }) => title))).toEqual([]);
  });

  it('gives each variant a SKU of its own', () => {
    expect(repeated(variants.map(({ sku }) => sku))).toEqual([]);
  });

  it('names only categories that exist, and leaves none of them empty', () => {
    const used = new Set(PRODUCTS.map(({ category }) => category));
    const families = CATEGORIES.map(({ slug, children = [] }) => [
      slug,
      ...children.map((child) => child.slug),
    ]);

    expect([...used].filter((slug) => !families.flat().includes(slug))).toEqual([]);
    expect(families.filter((slugs) => !slugs.some((slug) => used.has(slug)))).toEqual([]);
  });

  it.each(PRODUCTS)('speaks of option values that the product has: $title', (product) => {
    const values = Object.values(product.options ?? {}).flat();
    const combined = variantsOf(product).map(({ options }) => Object.values(options).join(' / '));

    expect(values).toEqual(expect.arrayContaining(Object.keys(product.surcharges ?? {})));
    expect(combined).toEqual(expect.arrayContaining(Object.keys(product.stock ?? {})));
  });

  it('asked a higher price before than now', () => {
    const rises = variants.filter(({ prices, compareAtPrices }) =>
      compareAtPrices?.some((before, at) => before.amount <= prices[at]!.amount),
    );

    expect(rises).toEqual([]);
  });

  it('is mostly in stock, with some things low and some sold out', () => {
    const stock = variants.map(({ onHand }) => onHand);

    expect(stock.filter((units) => units === 0).length).toBeGreaterThanOrEqual(5);
    expect(stock.filter((units) => units > 0 && units <= 5).length).toBeGreaterThanOrEqual(5);
    expect(stock.filter((units) => units > 5).length / stock.length).toBeGreaterThan(0.8);
  });

  it('adds what an option value costs to the price', () => {
    const [small, , large] = variantsOf(PRODUCTS.find(({ sku }) => sku === 'SKILLET')!);

    expect(small).toMatchObject({ sku: 'SKILLET-20-CM', options: { Diameter: '20 cm' }, onHand: 36 });
    expect(large).toMatchObject({
      sku: 'SKILLET-30-CM',
      onHand: 4,
      prices: [
        { amount: 6800, currency: 'USD' },
        { amount: 6300, currency: 'EUR' },
      ],
    });
  });
});
