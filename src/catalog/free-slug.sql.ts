const freeIn = (table: 'categories' | 'products'): string => `
  SELECT CASE WHEN NOT EXISTS (SELECT FROM ${table} WHERE slug = $1) THEN $1
    ELSE $1 || '-' || (
      SELECT coalesce(max(substring(slug FROM length($1) + 2)::integer), 1) + 1 FROM ${table}
      WHERE slug LIKE $1 || '-%' AND substring(slug FROM length($1) + 2) ~ '^[1-9][0-9]{0,8}$')
    END AS slug`;

/** Gives the slug itself, or with the next number if it is taken. */
export const FREE_SLUG = { categories: freeIn('categories'), products: freeIn('products') };
