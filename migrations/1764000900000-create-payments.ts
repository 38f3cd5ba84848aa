import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreatePayments1764000900000 extends ForwardMigration {
  readonly sql = `
    -- One attempt to collect the money of one order. 'sending' is seen from outside as 'processing': the provider has
    -- been asked, and its answer is not written down yet.
    CREATE TABLE payments (
      id uuid PRIMARY KEY,
      order_id uuid NOT NULL,
      provider text NOT NULL CHECK (char_length(provider) <= 30),
      method text CHECK (char_length(method) <= 200),
      status text NOT NULL DEFAULT 'sending' CHECK (status IN ('sending', 'requires_action', 'processing', 'unknown',
        'authorized', 'succeeded', 'failed', 'canceled', 'review')),
      currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
      amount bigint NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
      authorized_amount bigint NOT NULL DEFAULT 0,
      captured_amount bigint NOT NULL DEFAULT 0,
      capture_pending bigint NOT NULL DEFAULT 0 CHECK (capture_pending >= 0),
      refunded_amount bigint NOT NULL DEFAULT 0,
      refund_pending bigint NOT NULL DEFAULT 0 CHECK (refund_pending >= 0),
      provider_reference text CHECK (char_length(provider_reference) <= 200),
      failure_code text CHECK (char_length(failure_code) <= 100),
      failure_detail text CHECK (char_length(failure_detail) <= 1000),
      next_action jsonb CHECK (jsonb_typeof(next_action) = 'object'),
      -- Why the money of this payment is to go back, once it does not belong to a living order any more.
      unwind_reason text CHECK (unwind_reason IN ('order_canceled', 'late_success', 'duplicate')),
      -- When recovery asks the provider again; empty when there is nothing left to ask.
      check_at timestamptz,
      checks integer NOT NULL DEFAULT 0,
      -- The request that is owed an answer, so that recovery can give it.
      idempotency_scope text,
      idempotency_key text,
      owed_status smallint NOT NULL DEFAULT 201,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT payments_reference_key UNIQUE (provider, provider_reference),
      CHECK (authorized_amount BETWEEN 0 AND amount),
      CHECK (captured_amount BETWEEN 0 AND authorized_amount),
      CHECK (refunded_amount BETWEEN 0 AND captured_amount)
    );
    CREATE UNIQUE INDEX payments_one_active_per_order ON payments (order_id)
      WHERE status IN ('sending', 'requires_action', 'processing', 'unknown');
    CREATE INDEX payments_order ON payments (order_id);
    CREATE INDEX payments_due ON payments (check_at) WHERE check_at IS NOT NULL;

    -- A capture or refund that the shop asked for. Its id is the provider's idempotency key.
    CREATE TABLE payment_operations (
      id uuid PRIMARY KEY,
      payment_id uuid NOT NULL REFERENCES payments,
      kind text NOT NULL CHECK (kind IN ('capture', 'refund')),
      status text NOT NULL DEFAULT 'sending' CHECK (status IN ('sending', 'pending', 'succeeded', 'failed')),
      currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
      amount bigint NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
      -- Capture: whatever is left of the authorization is let go with it.
      is_final boolean NOT NULL DEFAULT false,
      -- Refund: why, in the words of whoever asked.
      reason text CHECK (char_length(reason) BETWEEN 1 AND 500),
      -- Refund without a person: one for each cause.
      automatic text CHECK (automatic IN ('order_canceled', 'late_success', 'duplicate')),
      provider_reference text CHECK (char_length(provider_reference) <= 200),
      failure_code text CHECK (char_length(failure_code) <= 100),
      failure_detail text CHECK (char_length(failure_detail) <= 1000),
      idempotency_scope text,
      idempotency_key text,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT payment_operations_automatic_key UNIQUE (payment_id, automatic)
    );
    CREATE INDEX payment_operations_open ON payment_operations (payment_id) WHERE status IN ('sending', 'pending');
  `;
}
