import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class LetAuthorizationsEnd1796006000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';

    -- An authorization of the test provider may lapse, or be voided there, without the shop.
    ALTER TABLE test_provider.charges
      DROP CONSTRAINT charges_settles_as_check,
      ADD CONSTRAINT charges_settles_as_check
        CHECK (settles_as IN ('succeeded', 'failed', 'expired', 'voided')) NOT VALID;

    -- Orders that the clock may end: new ones, and placed ones whose authorization was lost and of which nothing was sent.
    CREATE VIEW unpaid_orders AS
      SELECT id, status, expires_at FROM orders
      WHERE close_requested_at IS NULL AND (status = 'pending_payment' OR (status = 'placed'
        AND fulfillment_status = 'unfulfilled' AND payment_status IN ('none', 'processing', 'unknown', 'review', 'failed')));

    -- From now on money that is held is looked at hourly. Few are held at any moment, since none is for long.
    UPDATE payments SET check_at = now() + random() * interval '1 hour'
    WHERE status = 'authorized' AND check_at IS NULL;
  `;
}
