/**
 * How large a product may be: what is within these limits fits into every answer, index and cart line. And how much a list
 * can be filtered by.
 */
export const LIMITS = {
  title: 200,
  description: 20_000,
  slug: 120,
  sku: 100,
  options: 5,
  optionName: 50,
  optionValues: 100,
  optionValue: 100,
  variants: 200,
  prices: 20,
  productCategories: 50,
  media: 50,
  mediaUrl: 2_000,
  mediaAlt: 300,
  categoryName: 100,
  categories: 1_000,
  categoryDepth: 6,
  filterValues: 20,
  filterCategories: 20,
} as const;
