import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class LetWebhooksBeRetried1797015000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';
    ALTER TABLE payment_webhooks
      -- When and by whom a person had it applied once more; its age counts from then.
      ADD COLUMN retried_at timestamptz,
      ADD COLUMN retried_by uuid;
  `;
}
