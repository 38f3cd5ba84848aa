import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateLedger1764000910000 extends ForwardMigration {
  readonly sql = `
    -- What a provider has done, each thing once however often and by whichever way it is told.
    CREATE TABLE payment_transactions (
      id uuid PRIMARY KEY,
      payment_id uuid NOT NULL REFERENCES payments,
      provider text NOT NULL,
      reference text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('authorize', 'capture', 'void', 'refund')),
      currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
      amount bigint NOT NULL CHECK (amount > 0),
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT payment_transactions_reference_key UNIQUE (provider, reference, kind)
    );
    CREATE INDEX payment_transactions_payment ON payment_transactions (payment_id);

    -- Double entry: a positive amount is a debit, a negative one a credit.
    CREATE TABLE ledger_transactions (
      id uuid PRIMARY KEY REFERENCES payment_transactions,
      order_id uuid NOT NULL,
      kind text NOT NULL CHECK (kind IN ('capture', 'refund')),
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX ledger_transactions_order ON ledger_transactions (order_id);

    CREATE TABLE ledger_entries (
      transaction_id uuid NOT NULL REFERENCES ledger_transactions,
      account text NOT NULL CHECK (account ~ '^(receivable|clearing:[a-z]+)$'),
      currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
      amount bigint NOT NULL CHECK (amount <> 0),
      PRIMARY KEY (transaction_id, account, currency)
    );

    CREATE TRIGGER payment_transactions_append_only BEFORE UPDATE OR DELETE ON payment_transactions
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER ledger_transactions_append_only BEFORE UPDATE OR DELETE ON ledger_transactions
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries
      FOR EACH ROW EXECUTE FUNCTION refuse_change();

    -- Looked at when the transaction commits, so that the entries may be written one after the other.
    CREATE FUNCTION refuse_unbalanced_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      touched uuid := CASE TG_TABLE_NAME WHEN 'ledger_entries' THEN (to_jsonb(NEW) ->> 'transaction_id')::uuid
                                         ELSE (to_jsonb(NEW) ->> 'id')::uuid END;
    BEGIN
      IF NOT EXISTS (SELECT FROM ledger_entries WHERE transaction_id = touched) THEN
        RAISE EXCEPTION 'Ledger transaction % has no entries', touched USING ERRCODE = 'check_violation';
      END IF;
      IF EXISTS (SELECT FROM ledger_entries WHERE transaction_id = touched
                 GROUP BY currency HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'Ledger transaction % does not balance', touched USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER ledger_transactions_balanced AFTER INSERT ON ledger_transactions
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_ledger();
    CREATE CONSTRAINT TRIGGER ledger_entries_balanced AFTER INSERT ON ledger_entries
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_ledger();
  `;
}
