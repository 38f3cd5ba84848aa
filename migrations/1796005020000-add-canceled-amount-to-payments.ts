import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class AddCanceledAmountToPayments1796005020000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';
    ALTER TABLE payments
      -- The part of the amount that is not due any more, since items of the order were canceled.
      ADD COLUMN canceled_amount bigint NOT NULL DEFAULT 0,
      -- What of it was asked to go back, each part once.
      ADD COLUMN canceled_refunds bigint NOT NULL DEFAULT 0,
      ADD CONSTRAINT payments_canceled_within_amount
        CHECK (0 <= canceled_refunds AND canceled_refunds <= canceled_amount AND canceled_amount <= amount) NOT VALID;
    ALTER TABLE payment_operations
      -- Refund: of canceled items.
      ADD COLUMN is_for_canceled boolean NOT NULL DEFAULT false;
  `;
}
