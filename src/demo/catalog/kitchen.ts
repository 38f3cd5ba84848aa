import type { DemoProduct } from './demo-product.js';

export const KITCHEN: readonly DemoProduct[] = [
  {
    title: 'Hearthside Cast Iron Skillet',
    description:
      'Poured in sand, ground smooth, and seasoned with flaxseed oil so that the first egg slides. ' +
      'Two pour spouts, a helper handle on the larger sizes, and a lifetime of suppers.',
    category: 'cookware',
    sku: 'SKILLET',
    prices: { USD: 4200, EUR: 3900 },
    options: { Diameter: ['20 cm', '26 cm', '30 cm'] },
    surcharges: { '26 cm': { USD: 1400, EUR: 1300 }, '30 cm': { USD: 2600, EUR: 2400 } },
    onHand: 36,
    stock: { '30 cm': 4 },
  },
  {
    title: 'Sunday Enamel Stockpot',
    description:
      'Eight litres of soup, in steel that has been dipped twice in porcelain enamel. ' +
      'The lid stands on its side when your hands are full.',
    category: 'cookware',
    sku: 'STOCKPOT',
    prices: { USD: 6800, EUR: 6400 },
    options: { Color: ['Cream', 'Spruce', 'Barn Red'] },
    onHand: 18,
  },
  {
    title: 'Copper-Bottomed Saucepan',
    description:
      'A steel saucepan with four millimetres of copper where the flame is, so that milk warms evenly and ' +
      'caramel stops when you say so. Riveted handle, oven safe.',
    category: 'cookware',
    sku: 'SAUCEPAN',
    prices: { USD: 8900, EUR: 8400 },
    compareAt: { USD: 10900, EUR: 9900 },
    options: { Volume: ['1 l', '2 l'] },
    surcharges: { '2 l': { USD: 1800, EUR: 1700 } },
    onHand: 12,
  },
  {
    title: 'Orchard Carbon Steel Chef’s Knife',
    description:
      'A thin, hard blade that takes an edge like a razor and a gray patina like an old friend. ' +
      'The handle is pear wood from trees that gave up fruit for good.',
    category: 'knives-and-boards',
    sku: 'CHEF-KNIFE',
    prices: { USD: 11500, EUR: 10900 },
    options: { Blade: ['16 cm', '21 cm'] },
    surcharges: { '21 cm': { USD: 2000, EUR: 1900 } },
    onHand: 15,
  },
  {
    title: 'Paring Knife',
    description: 'Eight centimetres of steel for apples, garlic and small decisions. Dishwasher shy.',
    category: 'knives-and-boards',
    sku: 'PARING-KNIFE',
    prices: { USD: 1900, EUR: 1800 },
    options: { Handle: ['Walnut', 'Olive'] },
    onHand: 60,
  },
  {
    title: 'End-Grain Butcher Block',
    description:
      'Maple blocks set on end, so the fibers part for the knife and close behind it. ' +
      'Oiled, with feet of cork and a groove for what runs.',
    category: 'knives-and-boards',
    sku: 'BUTCHER-BLOCK',
    prices: { USD: 9600, EUR: 9200 },
    options: { Size: ['Small', 'Large'] },
    surcharges: { Large: { USD: 5400, EUR: 5000 } },
    onHand: 9,
    stock: { Large: 2 },
  },
  {
    title: 'Speckled Stoneware Bowl',
    description:
      'Thrown, not pressed, so no two rims agree. Deep enough for porridge and shallow enough for pasta. ' +
      'Safe in the oven, the microwave and the wrong hands.',
    category: 'tableware',
    sku: 'BOWL',
    prices: { USD: 2200, EUR: 2000 },
    options: { Glaze: ['Oat', 'Slate', 'Moss'], Size: ['Side', 'Dinner'] },
    surcharges: { Dinner: { USD: 800, EUR: 700 } },
    onHand: 48,
    stock: { 'Moss / Dinner': 0 },
  },
  {
    title: 'Farmhouse Enamel Mug',
    description:
      'Light, chip-proof within reason, and as happy on the dresser as on the campfire. ' +
      'The rim is rolled steel; let it cool before you kiss it.',
    category: 'tableware',
    sku: 'ENAMEL-MUG',
    prices: { USD: 1400, EUR: 1300 },
    options: { Color: ['White', 'Navy', 'Barn Red', 'Spruce'] },
    onHand: 140,
  },
];
