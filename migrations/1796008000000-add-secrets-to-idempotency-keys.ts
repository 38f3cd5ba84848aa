import { ForwardMigration } from '../src/common/database/forward-migration.js';

/** Code of before leaves the column null, and marks secrets within the body: null tells such answers, for their 7 days. */
export class AddSecretsToIdempotencyKeys1796008000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';
    -- Where secrets stand in the body, which holds null there, and of what each is made: [{path, purpose, id}].
    ALTER TABLE idempotency_keys ADD COLUMN secrets jsonb;
  `;
}
