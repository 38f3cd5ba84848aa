import type { DemoProduct } from './demo-product.js';

export const HOME: readonly DemoProduct[] = [
  {
    title: 'Shepherd’s Wool Blanket',
    description:
      'Undyed wool from three breeds, woven in a herringbone and washed in soft water. ' +
      'Heavy enough to be felt and honest enough to itch a little.',
    category: 'linens-and-blankets',
    sku: 'BLANKET',
    prices: { USD: 16900, EUR: 15900 },
    options: { Size: ['Throw', 'Double'], Color: ['Oat', 'Peat'] },
    surcharges: { Double: { USD: 6000, EUR: 5600 } },
    onHand: 12,
    stock: { 'Double / Peat': 1 },
  },
  {
    title: 'Washed Linen Sheet Set',
    description:
      'A fitted sheet, a flat one and two pillowcases in flax that was grown, retted and woven within one valley. ' +
      'Cool in August, warm in January, wrinkled always.',
    category: 'linens-and-blankets',
    sku: 'SHEETS',
    prices: { USD: 18900, EUR: 17900 },
    compareAt: { USD: 22900, EUR: 21500 },
    options: { Size: ['Single', 'Double', 'King'], Color: ['White', 'Fog'] },
    surcharges: { Double: { USD: 4000, EUR: 3800 }, King: { USD: 7000, EUR: 6600 } },
    onHand: 15,
  },
  {
    title: 'Waffle Bath Towel',
    description:
      'Cotton and linen in a honeycomb weave that drinks fast and dries faster. With a loop, of course.',
    category: 'linens-and-blankets',
    sku: 'TOWEL',
    prices: { USD: 3400, EUR: 3200 },
    options: { Color: ['White', 'Clay', 'Slate'] },
    onHand: 64,
  },
  {
    title: 'Linen Tea Towels, Pair',
    description:
      'Lint-free and thirsty, with a stripe that tells yours from the neighbor’s. Better with every boil.',
    category: 'linens-and-blankets',
    sku: 'TEA-TOWELS',
    prices: { USD: 2400, EUR: 2200 },
    options: { Stripe: ['Blue', 'Red', 'Natural'] },
    onHand: 95,
  },
  {
    title: 'Pure Beeswax Candles',
    description:
      'Six dinner candles poured from wax that smells of summer without any help. They do not drip on calm days.',
    category: 'lighting',
    sku: 'CANDLES-6',
    prices: { USD: 2800, EUR: 2600 },
    onHand: 58,
  },
  {
    title: 'Miller’s Oil Lamp',
    description:
      'Spun brass, a flat wick and a chimney of borosilicate glass. Burns eleven hours on a filling, ' +
      'which is long enough for one more chapter.',
    category: 'lighting',
    sku: 'OIL-LAMP',
    prices: { USD: 7600, EUR: 7200 },
    onHand: 17,
  },
  {
    title: 'Enamel Barn Pendant',
    description:
      'A steel shade, white inside to give back the light, on two metres of cloth-covered cord. ' +
      'Fits an E27 bulb and almost any room with a beam.',
    category: 'lighting',
    sku: 'PENDANT',
    prices: { USD: 11900, EUR: 11200 },
    options: { Color: ['Black', 'Cream', 'Barn Red'] },
    onHand: 8,
    stock: { 'Barn Red': 0 },
  },
  {
    title: 'Corn Broom',
    description:
      'Five rows of stitching, a handle of ash, and the patience to outlive three vacuum cleaners.',
    category: 'home',
    sku: 'BROOM',
    prices: { USD: 3600, EUR: 3300 },
    onHand: 41,
  },
];
