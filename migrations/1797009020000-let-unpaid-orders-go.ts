import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class LetUnpaidOrdersGo1797009020000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';

    -- Orders stay, with one exception: those that ended before any money was seen, and of which no attempt to pay is left.
    CREATE FUNCTION refuse_to_forget_orders() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.status NOT IN ('expired', 'canceled') OR OLD.placed_at IS NOT NULL
        OR OLD.payment_status NOT IN ('none', 'failed')
        OR EXISTS (SELECT FROM payments WHERE order_id = OLD.id)
        OR EXISTS (SELECT FROM ledger_transactions WHERE order_id = OLD.id)
        OR EXISTS (SELECT FROM reservations WHERE order_id = OLD.id AND state <> 'released') THEN
        RAISE EXCEPTION 'orders are part of the books: % cannot go', OLD.number
          USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN OLD;
    END $$;
    CREATE TRIGGER orders_forget_unpaid BEFORE DELETE ON orders
      FOR EACH ROW EXECUTE FUNCTION refuse_to_forget_orders();

    -- Their history goes with them, in the same statement, and never by itself.
    CREATE FUNCTION refuse_to_forget_steps() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM gone JOIN orders ON orders.id = gone.order_id) THEN
        RAISE EXCEPTION 'order_events is append-only: steps go only with their order'
          USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NULL;
    END $$;
    DROP TRIGGER order_events_append_only ON order_events;
    CREATE TRIGGER order_events_append_only BEFORE UPDATE ON order_events
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER order_events_go_with_their_order AFTER DELETE ON order_events REFERENCING OLD TABLE AS gone
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_forget_steps();
  `;
}
