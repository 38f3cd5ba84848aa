import { ForwardMigration } from '../src/common/database/forward-migration.js';

/** In batches that commit, each short. Safe to run again, and beside payments that move meanwhile. */
export class CountSecuredMoneySoFar1797016010000 extends ForwardMigration {
  readonly transaction = false;
  readonly sql = `
    DO $$
    DECLARE
      last uuid := '00000000-0000-0000-0000-000000000000';
      batch uuid[];
    BEGIN
      LOOP
        batch := ARRAY(SELECT DISTINCT order_id FROM payments WHERE order_id > last ORDER BY order_id LIMIT 500);
        EXIT WHEN cardinality(batch) = 0;
        PERFORM count_secured(batch);
        COMMIT;
        last := batch[cardinality(batch)];
      END LOOP;
    END $$`;
}
