import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CountSecuredMoney1797016000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';

    ALTER TABLE orders
      -- What its payments hold or took for it, counted below whatever release writes them.
      ADD COLUMN secured_amount bigint NOT NULL DEFAULT 0,
      ADD CONSTRAINT orders_secured_within_total CHECK (secured_amount BETWEEN 0 AND total) NOT VALID;

    -- Money that goes back since the order was paid otherwise, had ended, or a person said so does not count. A refund to
    -- the buyer does not make an order payable again, so it changes nothing, but where the payment itself is canceled.
    CREATE FUNCTION secured_of(payment payments) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
      SELECT CASE
        WHEN payment.unwind_reason IN ('duplicate', 'late_success', 'review_rejected') THEN 0
        WHEN payment.status = 'authorized' THEN payment.authorized_amount
        WHEN payment.status = 'succeeded' THEN payment.captured_amount
        WHEN payment.status = 'canceled' THEN payment.captured_amount - payment.refunded_amount
        ELSE 0 END
    $$;

    -- The order is locked first. The sum is a statement of its own, which sees what others committed before that.
    CREATE FUNCTION count_secured(order_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM FROM orders WHERE id = ANY (order_ids) ORDER BY id FOR NO KEY UPDATE;
      UPDATE orders SET secured_amount = counted.amount
      FROM (SELECT order_id, sum(secured_of(payments)) AS amount FROM payments
            WHERE order_id = ANY (order_ids) GROUP BY order_id) AS counted
      WHERE orders.id = counted.order_id AND orders.secured_amount <> counted.amount;
    END $$;

    CREATE FUNCTION keep_secured() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM count_secured(ARRAY[NEW.order_id]);
      RETURN NULL;
    END $$;

    -- Counted when the transaction commits: money that is not wanted is first written down, and then marked.
    CREATE CONSTRAINT TRIGGER payments_secured_on_insert AFTER INSERT ON payments
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      WHEN (secured_of(NEW) <> 0)
      EXECUTE FUNCTION keep_secured();
    CREATE CONSTRAINT TRIGGER payments_secured_on_update AFTER UPDATE ON payments
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      WHEN (secured_of(OLD) <> secured_of(NEW))
      EXECUTE FUNCTION keep_secured();
  `;
}
