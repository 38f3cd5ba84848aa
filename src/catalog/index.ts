/**
 * Catalog owns products, their options, variants, prices and media, the category tree, and what lists show of them.
 * Promises: a product changes as a whole, with its version; what is shown follows the commit.
 * Lists are written by ProductEdits (a product changes), Availability (stock) and ListingsRenewal (categories, sales).
 * Asks of others: inventory, to keep the stock of its variants.
 * Announces: ProductChanged.
 */
export { CatalogModule } from './catalog.module.js';
export { CatalogFacade, type VariantForSale } from './catalog.facade.js';
export { CategoriesService } from './categories/categories.service.js';
export { ProductsService } from './products/products.service.js';
