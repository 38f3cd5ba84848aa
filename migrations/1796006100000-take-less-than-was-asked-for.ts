import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class TakeLessThanWasAskedFor1796006100000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';

    ALTER TABLE orders
      DROP CONSTRAINT orders_payment_status_check,
      ADD CONSTRAINT orders_payment_status_check CHECK (payment_status IN ('none', 'processing', 'unknown',
        'authorized', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'review', 'failed')) NOT VALID;

    -- What the provider's charge is about, where a person has taken it in place of what was asked for.
    ALTER TABLE payments
      ADD COLUMN accepted_amount bigint,
      ADD CONSTRAINT payments_accepted_amount_check
        CHECK (accepted_amount BETWEEN 1 AND 1000000000000) NOT VALID,
      DROP CONSTRAINT payments_check,
      ADD CONSTRAINT payments_authorized_amount_check
        CHECK (authorized_amount BETWEEN 0 AND greatest(amount, accepted_amount)) NOT VALID,
      DROP CONSTRAINT payments_unwind_reason_check,
      ADD CONSTRAINT payments_unwind_reason_check
        CHECK (unwind_reason IN ('order_canceled', 'late_success', 'duplicate', 'review_rejected')) NOT VALID;

    ALTER TABLE payment_operations
      DROP CONSTRAINT payment_operations_automatic_check,
      ADD CONSTRAINT payment_operations_automatic_check
        CHECK (automatic IN ('order_canceled', 'late_success', 'duplicate', 'review_rejected')) NOT VALID;
  `;
}
