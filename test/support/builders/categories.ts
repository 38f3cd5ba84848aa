import { CategoriesService, type CategoryInput } from '../../../src/catalog/categories/categories.service.js';
import type { TestShop } from '../shop.js';

let serial = 0;

/** A category at the top of the tree, unless told otherwise. */
export function aCategory(shop: TestShop, input: Partial<CategoryInput> = {}) {
  serial += 1;
  return shop.get(CategoriesService).create({ name: `Category ${serial}`, ...input });
}
