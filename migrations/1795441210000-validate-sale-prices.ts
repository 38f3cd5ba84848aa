import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class ValidateSalePrices1795441210000 extends ForwardMigration {
  readonly sql = `
    ALTER TABLE prices
      VALIDATE CONSTRAINT prices_sale_below_price,
      VALIDATE CONSTRAINT prices_sale_ends_after_start,
      VALIDATE CONSTRAINT prices_sale_has_amount;
  `;
}
