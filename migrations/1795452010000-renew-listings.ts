import { ForwardMigration } from '../src/common/database/forward-migration.js';

/** Apart from the columns' own migration, whose lock nobody should wait for so long. */
export class FillCompareAtOfListings1795452010000 extends ForwardMigration {
  readonly sql = `
    UPDATE product_listings listing SET compare_at = lowest.compare_at
    FROM (SELECT DISTINCT ON (variant.product_id, price.currency) variant.product_id, price.currency, price.compare_at
          FROM variants variant JOIN current_prices price ON price.variant_id = variant.id
          ORDER BY variant.product_id, price.currency, price.amount, price.compare_at DESC NULLS LAST) AS lowest
    WHERE lowest.product_id = listing.product_id AND lowest.currency = listing.currency
      AND lowest.compare_at IS DISTINCT FROM listing.compare_at;

    UPDATE product_listings_ahead listing SET compare_at = (
      SELECT price.compare_at
      FROM variants variant JOIN prices_at(listing.shown_from) AS price ON price.variant_id = variant.id
      WHERE variant.product_id = listing.product_id AND price.currency = listing.currency
      ORDER BY price.amount, price.compare_at DESC NULLS LAST LIMIT 1);
  `;
}
