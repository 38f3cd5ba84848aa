import type { FastifyRequest } from 'fastify';

/** Every list of products. */
export const PRODUCTS_TAG = 'products';

/** The tree, and every answer that shows a category's name. */
export const CATEGORIES_TAG = 'categories';

/** What a product's page shows, by the id or slug that stands in its address. */
export const pageTags = (request: FastifyRequest): string[] => [
  productTag((request.params as { id: string }).id),
  CATEGORIES_TAG,
];

/** What to purge when a product has changed. */
export const productTags = (...idAndSlugs: readonly string[]): string[] => [
  PRODUCTS_TAG,
  ...idAndSlugs.map(productTag),
];

const productTag = (idOrSlug: string): string => `product:${idOrSlug.toLowerCase()}`;
