import type { DemoProduct } from './demo-product.js';

export const GARDEN: readonly DemoProduct[] = [
  {
    title: 'Ash-Handled Digging Spade',
    description:
      'A stainless blade that earth slides off, on a straight-grained ash shaft with a handle that splits like a Y. ' +
      'Treads turned over, so that your boots last too.',
    category: 'garden',
    sku: 'SPADE',
    prices: { USD: 6400, EUR: 5900 },
    options: { Length: ['Standard', 'Tall'] },
    surcharges: { Tall: { USD: 500, EUR: 500 } },
    onHand: 24,
  },
  {
    title: 'Bypass Pruning Shears',
    description:
      'Forged aluminum handles, a hardened blade and a sap groove. Every part can be bought again, ' +
      'which is the best thing that can be said of a tool.',
    category: 'garden',
    sku: 'SHEARS',
    prices: { USD: 4900, EUR: 4600 },
    options: { Hand: ['Right', 'Left'] },
    onHand: 44,
    stock: { Left: 6 },
  },
  {
    title: 'Long-Reach Watering Can',
    description:
      'Nine litres of galvanized steel, balanced so that it pours where you look. ' +
      'The brass rose is fine enough for seedlings and comes off for thirsty roots.',
    category: 'garden',
    sku: 'WATERING-CAN',
    prices: { USD: 5400, EUR: 4900 },
    options: { Finish: ['Zinc', 'Spruce'] },
    onHand: 20,
  },
  {
    title: 'Hand-Thrown Terracotta Pot',
    description:
      'Frost-hardy clay, fired twice and left unglazed so that roots can breathe. ' +
      'Has a proper hole in the bottom, and a saucer to answer for it.',
    category: 'garden',
    sku: 'POT',
    prices: { USD: 1600, EUR: 1500 },
    options: { Diameter: ['12 cm', '18 cm', '25 cm'] },
    surcharges: { '18 cm': { USD: 900, EUR: 800 }, '25 cm': { USD: 2100, EUR: 1900 } },
    onHand: 75,
  },
  {
    title: 'Kitchen Garden Seed Box',
    description:
      'Twenty open-pollinated vegetables in paper packets, filed by sowing month in a cedar box. ' +
      'Save the seed and you need never buy it again; we have made our peace with that.',
    category: 'garden',
    sku: 'SEED-BOX',
    prices: { USD: 3900, EUR: 3600 },
    compareAt: { USD: 4500, EUR: 4200 },
    onHand: 52,
  },
  {
    title: 'Jute Garden Twine',
    description:
      'A hundred metres of three-ply jute on a spool with its own cutter. Rots in the compost, not before.',
    category: 'garden',
    sku: 'TWINE',
    prices: { USD: 900, EUR: 850 },
    options: { Color: ['Natural', 'Green'] },
    onHand: 200,
  },
  {
    title: 'Kneeling Bench',
    description:
      'A seat one way up, a kneeler the other, and two handles to get you home. ' +
      'Beech, brass and a cushion of felted wool.',
    category: 'garden',
    sku: 'KNEELER',
    prices: { USD: 7200, EUR: 6800 },
    onHand: 3,
  },
];
