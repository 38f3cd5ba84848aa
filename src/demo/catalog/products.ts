import { CLOTHING } from './clothing.js';
import type { DemoProduct } from './demo-product.js';
import { GARDEN } from './garden.js';
import { HOME } from './home.js';
import { KITCHEN } from './kitchen.js';
import { OUTDOORS } from './outdoors.js';
import { PANTRY } from './pantry.js';
import { STATIONERY } from './stationery.js';
import { WORKSHOP } from './workshop.js';

const SHELVES = [PANTRY, OUTDOORS, HOME, STATIONERY, CLOTHING, GARDEN, WORKSHOP, KITCHEN];

/**
 * One product of each shelf in turn, so the list of newest products shows the whole range; the last one is the newest.
 */
export const PRODUCTS: readonly DemoProduct[] = takeInTurn(SHELVES);

function takeInTurn(shelves: readonly (readonly DemoProduct[])[]): DemoProduct[] {
  const longest = Math.max(...shelves.map((shelf) => shelf.length));
  return Array.from({ length: longest }, (_, row) => shelves.flatMap((shelf) => shelf[row] ?? [])).flat();
}
