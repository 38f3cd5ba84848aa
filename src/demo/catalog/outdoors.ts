import type { DemoProduct } from './demo-product.js';

export const OUTDOORS: readonly DemoProduct[] = [
  {
    title: 'Canvas Day Pack',
    description:
      'Eighteen litres of waxed canvas on a leather base, with a pocket for the map and a place for the flask. ' +
      'Straps you can mend with a needle.',
    category: 'outdoors',
    sku: 'DAY-PACK',
    prices: { USD: 12800, EUR: 11900 },
    options: { Color: ['Olive', 'Tan', 'Navy'] },
    onHand: 21,
  },
  {
    title: 'Vacuum Flask',
    description:
      'Steel in steel with nothing in between: soup at noon that was soup at six. Cup for a lid, felt sleeve.',
    category: 'outdoors',
    sku: 'FLASK',
    prices: { USD: 3900, EUR: 3700 },
    options: { Volume: ['0.5 l', '1 l'] },
    surcharges: { '1 l': { USD: 1000, EUR: 900 } },
    onHand: 66,
  },
  {
    title: 'Brass Compass',
    description:
      'A jeweled needle in a damped capsule, sighted through the lid. Points north in any weather and most arguments.',
    category: 'outdoors',
    sku: 'COMPASS',
    prices: { USD: 5200, EUR: 4900 },
    onHand: 0,
  },
  {
    title: 'Camp Axe',
    description:
      'A kilo of forged head on a curved hickory handle, sharp enough on arrival to deserve its sheath. ' +
      'Splits kindling, drives pegs, starts conversations.',
    category: 'outdoors',
    sku: 'CAMP-AXE',
    prices: { USD: 8600, EUR: 8100 },
    onHand: 13,
  },
  {
    title: 'Folding Pocket Knife',
    description:
      'One carbon blade, a ring that locks it, a beech handle. The knife a grandfather would have chosen.',
    category: 'outdoors',
    sku: 'POCKET-KNIFE',
    prices: { USD: 2200, EUR: 2000 },
    options: { Handle: ['Beech', 'Walnut', 'Olive'] },
    onHand: 72,
  },
  {
    title: 'Two-Person Ridge Tent',
    description:
      'Polycotton that breathes, two poles, sixteen pegs and a groundsheet sewn in. ' +
      'Pitches in six minutes, or eleven with help.',
    category: 'outdoors',
    sku: 'RIDGE-TENT',
    prices: { USD: 38900, EUR: 36900 },
    compareAt: { USD: 42900, EUR: 39900 },
    onHand: 5,
  },
  {
    title: 'Merino Hiking Socks',
    description: 'Cushioned where the boot meets you, thin where it does not. Darn them; they are worth it.',
    category: 'outdoors',
    sku: 'SOCKS',
    prices: { USD: 2100, EUR: 1900 },
    options: { Size: ['36-38', '39-41', '42-44', '45-47'], Color: ['Charcoal', 'Rust'] },
    onHand: 55,
    stock: { '36-38 / Rust': 0, '45-47 / Charcoal': 4 },
  },
];
