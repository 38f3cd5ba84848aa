import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class AddMaxPerOrderToStockLevels1796011000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';
    -- Units that one order may have; null where the shop's own limit holds. No row has one yet, so none is looked at long.
    ALTER TABLE stock_levels ADD COLUMN max_per_order integer
      CONSTRAINT stock_levels_max_per_order CHECK (max_per_order BETWEEN 1 AND 1000000);
  `;
}
