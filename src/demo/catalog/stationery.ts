import type { DemoProduct } from './demo-product.js';

export const STATIONERY: readonly DemoProduct[] = [
  {
    title: 'Ledger Notebook',
    description:
      'Two hundred numbered pages of cream paper that does not bleed, sewn so that it lies flat on any of them. ' +
      'Cloth boards, a ribbon, and a table of contents left to you.',
    category: 'stationery',
    sku: 'LEDGER',
    prices: { USD: 2600, EUR: 2400 },
    options: { Ruling: ['Lined', 'Grid', 'Plain'], Color: ['Ink Blue', 'Oxblood'] },
    onHand: 90,
  },
  {
    title: 'Pocket Memo Books, Set of Three',
    description:
      'Forty-eight pages each, stapled, round at the corners. Made for lists, and for losing one at a time.',
    category: 'stationery',
    sku: 'MEMO-3',
    prices: { USD: 1200, EUR: 1100 },
    options: { Ruling: ['Lined', 'Grid'] },
    onHand: 150,
  },
  {
    title: 'Brass Fountain Pen',
    description:
      'Turned from one bar, weighted toward the nib, filled by piston. ' +
      'It will take the color of your hand within the year; we think that is the point.',
    category: 'stationery',
    sku: 'FOUNTAIN-PEN',
    prices: { USD: 8800, EUR: 8200 },
    options: { Nib: ['Fine', 'Medium', 'Broad'] },
    onHand: 19,
    stock: { Broad: 0 },
  },
  {
    title: 'Iron Gall Ink',
    description:
      'Fifty millilitres that go on pale, turn black while you watch, and outlast the letter’s secrets.',
    category: 'stationery',
    sku: 'INK',
    prices: { USD: 1500, EUR: 1400 },
    options: { Color: ['Blue-Black', 'Walnut'] },
    onHand: 70,
  },
  {
    title: 'Cedar Pencils, Box of Twelve',
    description:
      'Incense cedar, a core that does not snap, and a hexagon that does not roll off the drawing board.',
    category: 'stationery',
    sku: 'PENCILS-12',
    prices: { USD: 1800, EUR: 1600 },
    options: { Grade: ['HB', '2B', '4H'] },
    onHand: 110,
  },
  {
    title: 'Steel Desk Scissors',
    description:
      'Hot-forged, ground hollow, and loud in a satisfying way. For paper, tape and string; not for hedges.',
    category: 'stationery',
    sku: 'SCISSORS',
    prices: { USD: 3600, EUR: 3400 },
    onHand: 37,
  },
  {
    title: 'Letterpress Calendar',
    description:
      'Twelve sheets of cotton paper printed on a hand-fed press, one for each month and a trade to go with it. ' +
      'The edition is small and this year’s is gone.',
    category: 'stationery',
    sku: 'CALENDAR',
    prices: { USD: 3200, EUR: 3000 },
    onHand: 0,
  },
];
