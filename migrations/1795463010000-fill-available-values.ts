import { ForwardMigration } from '../src/common/database/forward-migration.js';

/**
 * Which values can be had is filled by jobs, a batch of products each: one statement for all would hold up whoever
 * writes a price. They begin once the processes of before, which do not know of it, have had time to end.
 */
export class FillAvailableValues1795463010000 extends ForwardMigration {
  readonly sql = `
    DO $$ BEGIN
      -- The queue's own tables are made after these, in a new database.
      IF EXISTS (SELECT FROM product_listings) THEN
        PERFORM graphile_worker.add_job('catalog.fill_available_values', run_at => now() + interval '10 minutes',
          job_key => 'catalog.fill_available_values');
      END IF;
    END $$;
  `;
}
