import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class DecideRefusedRefunds1797002000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';

    -- What staff did about a refund that nobody waited for, and that the provider refused for good.
    ALTER TABLE payment_operations
      -- The refused refund in whose place this one was asked for.
      ADD COLUMN retry_of uuid,
      ADD COLUMN decision text,
      ADD COLUMN decided_by uuid,
      ADD COLUMN decision_reason text,
      ADD CONSTRAINT payment_operations_decision_check
        CHECK (decision IS NULL OR (decision IN ('retry', 'settle') AND kind = 'refund' AND status = 'failed'
          AND char_length(decision_reason) BETWEEN 1 AND 500)) NOT VALID;

    -- What of the captured money went back without the provider.
    ALTER TABLE payments
      ADD COLUMN settled_amount bigint NOT NULL DEFAULT 0,
      ADD CONSTRAINT payments_settled_within_captured
        CHECK (settled_amount >= 0 AND settled_amount + refunded_amount + refund_pending <= captured_amount) NOT VALID;
  `;
}
