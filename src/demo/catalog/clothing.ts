import type { DemoProduct } from './demo-product.js';

export const CLOTHING: readonly DemoProduct[] = [
  {
    title: 'Carding Mill Flannel Shirt',
    description:
      'Cotton brushed on both sides, cut with a split yoke so that your arms can do as they like. ' +
      'The buttons are corozo, sewn on to stay.',
    category: 'shirts-and-sweaters',
    sku: 'FLANNEL',
    prices: { USD: 7800, EUR: 7400 },
    options: { Size: ['S', 'M', 'L', 'XL'], Color: ['Ember Check', 'Moss Check', 'Navy'] },
    onHand: 25,
    stock: { 'S / Navy': 0, 'XL / Ember Check': 2, 'M / Moss Check': 5 },
  },
  {
    title: 'Harbor Guernsey Sweater',
    description:
      'Worsted wool knitted tight enough to turn spray, with a pattern at the chest that the village would know. ' +
      'Same front and back: you cannot put it on wrong.',
    category: 'shirts-and-sweaters',
    sku: 'GUERNSEY',
    prices: { USD: 13900, EUR: 12900 },
    options: { Size: ['S', 'M', 'L', 'XL'], Color: ['Navy', 'Oat'] },
    onHand: 14,
    stock: { 'L / Oat': 1 },
  },
  {
    title: 'Heavy Cotton Pocket T-Shirt',
    description:
      'Eight ounces of long-staple cotton with a collar that keeps its shape and a pocket that keeps a pencil.',
    category: 'shirts-and-sweaters',
    sku: 'POCKET-TEE',
    prices: { USD: 3200, EUR: 2900 },
    compareAt: { USD: 3800, EUR: 3500 },
    options: { Size: ['S', 'M', 'L', 'XL'], Color: ['White', 'Charcoal', 'Spruce'] },
    onHand: 60,
  },
  {
    title: 'Wheelwright Chore Coat',
    description:
      'Moleskin cotton, triple stitched, with four pockets outside and two that nobody needs to know about. ' +
      'It fades where you work.',
    category: 'workwear',
    sku: 'CHORE-COAT',
    prices: { USD: 14800, EUR: 13900 },
    options: { Size: ['S', 'M', 'L', 'XL'], Color: ['Indigo', 'Tan'] },
    onHand: 10,
  },
  {
    title: 'Double-Knee Work Trousers',
    description:
      'Twelve-ounce duck canvas with a second layer where you kneel and a gusset where you squat. ' +
      'Stiff for a week, yours for a decade.',
    category: 'workwear',
    sku: 'TROUSERS',
    prices: { USD: 9800, EUR: 9200 },
    options: { Waist: ['30', '32', '34', '36'], Color: ['Tan', 'Charcoal'] },
    onHand: 16,
    stock: { '30 / Charcoal': 0 },
  },
  {
    title: 'Waxed Apron',
    description:
      'Canvas with a coat of beeswax, cross-back straps that spare your neck, and a loop for the towel. ' +
      'For the bench, the potting shed or the barbecue.',
    category: 'workwear',
    sku: 'APRON',
    prices: { USD: 6400, EUR: 5900 },
    options: { Color: ['Olive', 'Black'] },
    onHand: 28,
  },
  {
    title: 'Merino Watch Cap',
    description: 'Fine ribbed merino that stays over the ears and off the mind. Folds into any pocket above.',
    category: 'hats-and-gloves',
    sku: 'WATCH-CAP',
    prices: { USD: 3400, EUR: 3200 },
    options: { Color: ['Charcoal', 'Rust', 'Spruce', 'Oat'] },
    onHand: 80,
  },
  {
    title: 'Deerskin Work Gloves',
    description:
      'Soft from the first hour and strong at the thousandth, with a keystone thumb and seams kept out of the way.',
    category: 'hats-and-gloves',
    sku: 'GLOVES',
    prices: { USD: 4400, EUR: 4200 },
    options: { Size: ['S', 'M', 'L'] },
    onHand: 33,
    stock: { S: 0 },
  },
];
