import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CancelOrderItems1796005000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';
    ALTER TABLE orders
      -- What is no longer to be paid, since items were canceled. The total stays as it was agreed.
      ADD COLUMN canceled_amount bigint NOT NULL DEFAULT 0,
      ADD CONSTRAINT orders_canceled_within_total CHECK (canceled_amount BETWEEN 0 AND total) NOT VALID;
    ALTER TABLE order_lines
      ADD COLUMN canceled_quantity integer NOT NULL DEFAULT 0,
      -- A unit is sent, canceled, or open, and never two of them.
      ADD CONSTRAINT order_lines_units_add_up
        CHECK (canceled_quantity >= 0 AND fulfilled_quantity + canceled_quantity <= quantity) NOT VALID;

    -- Units that were taken out of an order while the rest of it goes on.
    CREATE TABLE order_cancellations (
      id uuid PRIMARY KEY,
      order_id uuid NOT NULL REFERENCES orders (id),
      -- The sum of its items.
      amount bigint NOT NULL CHECK (amount >= 0),
      reason text CHECK (char_length(reason) <= 500),
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX order_cancellations_order ON order_cancellations (order_id);

    CREATE TABLE order_cancellation_items (
      cancellation_id uuid NOT NULL REFERENCES order_cancellations (id),
      order_line_id uuid NOT NULL REFERENCES order_lines (id),
      quantity integer NOT NULL CHECK (quantity > 0),
      -- The share of the line that falls on these units.
      subtotal bigint NOT NULL CHECK (subtotal >= 0),
      discount bigint NOT NULL CHECK (discount BETWEEN 0 AND subtotal),
      tax bigint NOT NULL CHECK (tax >= 0),
      PRIMARY KEY (cancellation_id, order_line_id)
    );
    CREATE INDEX order_cancellation_items_line ON order_cancellation_items (order_line_id);

    CREATE TRIGGER order_cancellations_append_only BEFORE UPDATE OR DELETE ON order_cancellations
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER order_cancellations_never_emptied BEFORE TRUNCATE ON order_cancellations
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER order_cancellation_items_append_only BEFORE UPDATE OR DELETE ON order_cancellation_items
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER order_cancellation_items_never_emptied BEFORE TRUNCATE ON order_cancellation_items
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  `;
}
