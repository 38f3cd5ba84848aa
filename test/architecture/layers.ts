/**
 * The architecture in one array: a module may import, and hear events of, those to its left, never those to its
 * right. A new module gets its place here: right of every module that it asks, left of every module that asks it.
 */
export const LAYERS: readonly string[] = [
  'common',
  'auth',
  'inventory',
  'catalog',
  'promotions',
  'shipping',
  'taxes',
  'cart',
  'orders',
  'payments',
  'notifications',
  'demo',
];
