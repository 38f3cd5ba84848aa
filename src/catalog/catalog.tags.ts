import type { FastifyRequest } from 'fastify';

/** All lists of products. */
export const PRODUCTS_TAG = 'products';

/** The category tree, and all answers with names of categories. */
export const CATEGORIES_TAG = 'categories';

/** Pages of a product, by the id or slug in their address. */
export const pageTags = (request: FastifyRequest): string[] => [
  productTag((request.params as { id: string }).id),
  CATEGORIES_TAG,
];

export const productTags = (...idAndSlugs: readonly string[]): string[] => [
  PRODUCTS_TAG,
  ...idAndSlugs.map(productTag),
];

const productTag = (idOrSlug: string): string => `product:${idOrSlug.toLowerCase()}`;
