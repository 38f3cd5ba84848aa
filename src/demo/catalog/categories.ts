import type { DemoCategory } from './demo-product.js';

export const CATEGORIES: readonly DemoCategory[] = [
  {
    slug: 'kitchen',
    name: 'Kitchen',
    children: [
      { slug: 'cookware', name: 'Pots & Pans' },
      { slug: 'knives-and-boards', name: 'Knives & Boards' },
      { slug: 'tableware', name: 'Tableware' },
    ],
  },
  {
    slug: 'workshop',
    name: 'Workshop',
    children: [
      { slug: 'hand-tools', name: 'Hand Tools' },
      { slug: 'tool-storage', name: 'Tool Storage' },
    ],
  },
  { slug: 'garden', name: 'Garden' },
  {
    slug: 'clothing',
    name: 'Clothing',
    children: [
      { slug: 'shirts-and-sweaters', name: 'Shirts & Sweaters' },
      { slug: 'workwear', name: 'Workwear' },
      { slug: 'hats-and-gloves', name: 'Hats & Gloves' },
    ],
  },
  { slug: 'stationery', name: 'Stationery' },
  {
    slug: 'home',
    name: 'Home',
    children: [
      { slug: 'linens-and-blankets', name: 'Linens & Blankets' },
      { slug: 'lighting', name: 'Lighting' },
    ],
  },
  { slug: 'outdoors', name: 'Outdoors' },
  { slug: 'pantry', name: 'Pantry' },
];
