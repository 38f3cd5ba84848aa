import { money, type Money } from '../../common/money/money.js';

export const usd = (amount: number): Money => money(amount, 'USD');

/** Sales tax of New York: 4 %, rounded half up. */
export const taxOn = (amount: number): number => Math.round((amount * 4) / 100);

const PRODUCT_ID = '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90';

export const TEE = {
  variantId: '0193a1c2-6a01-7c22-8b1d-9a4f5e6d7c80',
  sku: 'TEE-BLUE-M',
  title: 'Harbor T-shirt - Blue / M',
  quantity: 2,
  price: 1999,
};

export const MUG = {
  variantId: '0193a1c2-6a01-7c22-8b1d-9a4f5e6d7c81',
  sku: 'MUG-WHITE',
  title: 'Enamel Mug - White',
  quantity: 1,
  price: 1200,
};

export const SHIPPING = { id: '0199c5a0-4c2d-7a11-8e3f-6b5a4c3d2e10', name: 'Standard', price: 599 };

const USUAL = usd(TEE.price);
const BEFORE = usd(2499);
const SALE = { ...usd(1499), startsAt: '2026-11-27T00:00:00.000Z', endsAt: '2026-12-01T00:00:00.000Z' };
const BLUE_M = { Color: 'Blue', Size: 'M' };
const OPTIONS = [
  { name: 'Color', values: ['Blue', 'Red'] },
  { name: 'Size', values: ['M', 'L'] },
];
const CATEGORY = { id: '0193a1c2-7d00-7b11-a2c3-4d5e6f708192', slug: 'shirts', name: 'Shirts' };
const PICTURE = { url: 'https://images.example.com/tee-blue.jpg', alt: 'A blue T-shirt from the front' };
const WORDS = {
  slug: 'harbor-t-shirt',
  title: 'Harbor T-shirt',
  description: 'Heavy cotton, cut straight.',
  descriptionFormat: 'text',
  status: 'active',
};

const changedVariant = {
  sku: TEE.sku,
  options: BLUE_M,
  prices: [USUAL],
  compareAtPrices: [BEFORE],
  salePrices: [SALE],
};

const newVariant = { ...changedVariant, onHand: 25 };

const variant = {
  id: TEE.variantId,
  sku: TEE.sku,
  title: 'Blue / M',
  options: BLUE_M,
  price: USUAL,
  compareAtPrice: BEFORE,
  available: true,
  productId: PRODUCT_ID,
  prices: [USUAL],
  compareAtPrices: [BEFORE],
  salePrices: [SALE],
  version: 1,
};

const RATES = [
  { country: 'US', price: usd(SHIPPING.price), minSubtotal: usd(0) },
  { country: 'US', price: usd(0), minSubtotal: usd(7500) },
];

/** What is for sale, and how it is sent. */
export const GOODS = {
  CreateProductDto: {
    ...WORDS,
    categoryIds: [CATEGORY.id],
    options: OPTIONS,
    media: [PICTURE],
    variants: [newVariant],
  },
  CreateVariantDto: newVariant,
  UpdateVariantDto: changedVariant,
  VariantResponse: variant,
  ProductResponse: {
    id: PRODUCT_ID,
    ...WORDS,
    categories: [CATEGORY],
    options: OPTIONS,
    variants: [variant],
    media: [
      {
        id: '0193a1c2-8e11-7a33-b4d5-5e6f708192a3',
        ...PICTURE,
        width: 2400,
        height: 1600,
        variants: [],
      },
    ],
    version: 3,
    createdAt: '2026-11-23T08:00:00.000Z',
    updatedAt: '2026-11-23T08:00:00.000Z',
  },
  ProductSummaryResponse: {
    id: PRODUCT_ID,
    slug: WORDS.slug,
    title: WORDS.title,
    priceFrom: USUAL,
    compareAtPrice: BEFORE,
    available: true,
    thumbnail: PICTURE,
    highlight: 'Harbor <mark>T-shirt</mark>',
  },
  FacetsResponse: {
    categories: [{ ...CATEGORY, count: 12 }],
    options: [
      {
        name: 'Color',
        values: [
          { value: 'Blue', count: 7 },
          { value: 'Red', count: 5 },
        ],
      },
    ],
    prices: [
      { from: 1000, to: 1999, count: 5 },
      { from: 2000, to: 2999, count: 7 },
    ],
    availability: { inStock: 11, outOfStock: 1 },
  },
  CreateShippingMethodDto: { name: SHIPPING.name, rates: RATES },
  UpdateShippingMethodDto: { name: SHIPPING.name, rates: RATES },
  ShippingMethodResponse: {
    id: SHIPPING.id,
    name: SHIPPING.name,
    rates: RATES,
    version: 1,
    createdAt: '2026-11-20T09:30:00.000Z',
    updatedAt: '2026-11-20T09:30:00.000Z',
  },
  ShippingOptionsResponse: {
    items: [{ id: SHIPPING.id, name: SHIPPING.name, price: usd(SHIPPING.price) }],
  },
};
