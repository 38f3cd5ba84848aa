import type { DemoProduct } from './demo-product.js';

export const PANTRY: readonly DemoProduct[] = [
  {
    title: 'Wagon Road Coffee',
    description:
      'Two washed highland beans roasted to the first crack and a little beyond. ' +
      'Cocoa, toasted hazelnut, and the will to begin.',
    category: 'pantry',
    sku: 'COFFEE',
    prices: { USD: 1600, EUR: 1500 },
    options: { Weight: ['250 g', '1 kg'], Grind: ['Whole Bean', 'Filter', 'Espresso'] },
    surcharges: { '1 kg': { USD: 3600, EUR: 3300 } },
    onHand: 45,
  },
  {
    title: 'Smoked Black Tea',
    description: 'Large leaves dried over pinewood, for those who like their tea to have been somewhere.',
    category: 'pantry',
    sku: 'SMOKED-TEA',
    prices: { USD: 1300, EUR: 1200 },
    onHand: 62,
  },
  {
    title: 'Heather Honey',
    description:
      'Cut late in the year from moorland combs; thick as amber, with a bitter edge that cheese adores.',
    category: 'pantry',
    sku: 'HONEY',
    prices: { USD: 1450, EUR: 1350 },
    options: { Jar: ['250 g', '500 g'] },
    surcharges: { '500 g': { USD: 1050, EUR: 950 } },
    onHand: 38,
  },
  {
    title: 'Bitter Orange Marmalade',
    description:
      'Coarse-cut peel, simmered two days in a copper pan in January, when the oranges are at their sharpest.',
    category: 'pantry',
    sku: 'MARMALADE',
    prices: { USD: 980, EUR: 920 },
    onHand: 84,
  },
  {
    title: 'Stone-Ground Rye Flour',
    description:
      'Whole grain from a mill that still asks the river for permission. Two kilos, in a paper sack.',
    category: 'pantry',
    sku: 'RYE-FLOUR',
    prices: { USD: 890, EUR: 790 },
    onHand: 4,
  },
  {
    title: 'Flaky Sea Salt',
    description:
      'Pans of seawater, a slow fire, and a wooden rake. Crunches on the tomato, disappears in the soup.',
    category: 'pantry',
    sku: 'SEA-SALT',
    prices: { USD: 760, EUR: 690 },
    options: { Flavor: ['Plain', 'Smoked'] },
    onHand: 120,
  },
  {
    title: 'Farmhouse Cider Vinegar',
    description: 'Apples, time and an oak barrel. Sharp enough for pickles, round enough for a dressing.',
    category: 'pantry',
    sku: 'VINEGAR',
    prices: { USD: 1150, EUR: 1050 },
    onHand: 47,
  },
];
