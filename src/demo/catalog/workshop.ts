import type { DemoProduct } from './demo-product.js';

export const WORKSHOP: readonly DemoProduct[] = [
  {
    title: 'Joiner’s Claw Hammer',
    description:
      'A forged head on a hickory handle, hung by hand and wedged with steel. ' +
      'The claw is fine enough for a brad and stubborn enough for a fence staple.',
    category: 'hand-tools',
    sku: 'HAMMER',
    prices: { USD: 3800, EUR: 3600 },
    options: { Weight: ['340 g', '450 g', '570 g'] },
    surcharges: { '570 g': { USD: 400, EUR: 400 } },
    onHand: 40,
  },
  {
    title: 'Bench Plane No. 4',
    description:
      'Ductile iron, a sole flat to three hundredths, and an iron that arrives sharp. ' +
      'Set it once and listen: a good shaving sounds like silk.',
    category: 'hand-tools',
    sku: 'PLANE-4',
    prices: { USD: 16500, EUR: 15900 },
    onHand: 7,
  },
  {
    title: 'Cartwright’s Bench Vise',
    description:
      'Gray iron jaws eighteen centimetres wide, lined with beech you can replace. ' +
      'Made in small castings twice a year; the next one is in the sand.',
    category: 'hand-tools',
    sku: 'VISE',
    prices: { USD: 21000, EUR: 19900 },
    onHand: 0,
  },
  {
    title: 'Set of Four Bevel-Edge Chisels',
    description:
      'Six, twelve, eighteen and twenty-five millimetres in chrome vanadium steel, with ash handles ' +
      'hooped for the mallet. Comes in a canvas roll.',
    category: 'hand-tools',
    sku: 'CHISELS',
    prices: { USD: 9200, EUR: 8700 },
    compareAt: { USD: 11000, EUR: 10400 },
    onHand: 22,
  },
  {
    title: 'Folding Boxwood Rule',
    description:
      'Two metres that fold to twenty-two centimetres, with brass joints that click where they should. ' +
      'Marked in millimetres on one side and inches on the other, so nobody has to give in.',
    category: 'hand-tools',
    sku: 'RULE',
    prices: { USD: 2400, EUR: 2200 },
    onHand: 85,
  },
  {
    title: 'Japanese-Style Pull Saw',
    description:
      'It cuts on the pull, so the blade may be thin and the line stays true. ' +
      'The blade unclips and can be changed; the rattan grip only improves.',
    category: 'hand-tools',
    sku: 'PULL-SAW',
    prices: { USD: 4600, EUR: 4300 },
    options: { Teeth: ['Rip', 'Crosscut', 'Flush'] },
    onHand: 26,
    stock: { Flush: 3 },
  },
  {
    title: 'Waxed Canvas Tool Roll',
    description:
      'Fourteen pockets, two flaps and a leather strap, sewn from 18-ounce canvas. ' +
      'Unrolls flat, shrugs off rain, remembers where everything goes.',
    category: 'tool-storage',
    sku: 'TOOL-ROLL',
    prices: { USD: 5800, EUR: 5500 },
    options: { Color: ['Olive', 'Tan'] },
    onHand: 30,
  },
  {
    title: 'Cantilever Tool Chest',
    description:
      'Three tiers of folded steel that open like a book and close with a sound you can trust. ' +
      'Powder coated inside and out; the handle fits a gloved hand.',
    category: 'tool-storage',
    sku: 'TOOL-CHEST',
    prices: { USD: 8400, EUR: 7900 },
    options: { Color: ['Hammer Gray', 'Signal Blue'] },
    onHand: 11,
  },
];
