import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateOrders1764000800000 extends ForwardMigration {
  readonly sql = `
    -- Numbers are for people: short, and no key to anything.
    CREATE SEQUENCE order_numbers START 1001;

    CREATE TABLE orders (
      id uuid PRIMARY KEY,
      number text NOT NULL DEFAULT nextval('order_numbers')::text,
      cart_id uuid NOT NULL,
      customer_id uuid,
      email text NOT NULL CHECK (char_length(email) <= 254),
      currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
      status text NOT NULL DEFAULT 'pending_payment'
        CHECK (status IN ('pending_payment', 'placed', 'completed', 'canceled', 'expired')),
      payment_status text NOT NULL DEFAULT 'none' CHECK (payment_status IN (
        'none', 'processing', 'unknown', 'authorized', 'paid', 'partially_refunded', 'refunded', 'review', 'failed')),
      fulfillment_status text NOT NULL DEFAULT 'unfulfilled'
        CHECK (fulfillment_status IN ('unfulfilled', 'partially_fulfilled', 'fulfilled', 'returned')),

      -- Frozen when the order is made; nothing computes them again.
      subtotal bigint NOT NULL CHECK (subtotal >= 0),
      discount bigint NOT NULL CHECK (discount BETWEEN 0 AND subtotal),
      shipping bigint NOT NULL CHECK (shipping >= 0),
      shipping_tax bigint NOT NULL CHECK (shipping_tax BETWEEN 0 AND tax),
      tax bigint NOT NULL CHECK (tax >= 0),
      total bigint NOT NULL,
      CONSTRAINT orders_total_adds_up CHECK (total = subtotal - discount + shipping + tax),

      -- As json, since jsonb would lose the order of an address's parts.
      shipping_address json NOT NULL,
      billing_address json NOT NULL,
      shipping_method_id uuid NOT NULL,
      shipping_method_name text NOT NULL CHECK (char_length(shipping_method_name) <= 200),

      -- An unpaid order holds its stock until then.
      expires_at timestamptz NOT NULL,
      -- Somebody (or the clock) wants the order closed, and the payment provider has not confirmed yet.
      close_requested_at timestamptz,
      close_reason text CHECK (close_reason IN ('canceled', 'expired')),
      placed_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      version integer NOT NULL DEFAULT 1,

      CONSTRAINT orders_number_key UNIQUE (number),
      -- A cart becomes one order, whatever races.
      CONSTRAINT orders_cart_id_key UNIQUE (cart_id),
      CONSTRAINT orders_close_request_whole CHECK ((close_requested_at IS NULL) = (close_reason IS NULL)),
      CONSTRAINT orders_close_request_of_living
        CHECK (close_requested_at IS NULL OR status IN ('pending_payment', 'placed')),
      CONSTRAINT orders_placed_at_of_placed CHECK (status NOT IN ('placed', 'completed') OR placed_at IS NOT NULL),
      CONSTRAINT orders_completed_means_fulfilled
        CHECK (status <> 'completed' OR fulfillment_status IN ('fulfilled', 'returned'))
    );
    CREATE INDEX orders_customer ON orders (customer_id, id) WHERE customer_id IS NOT NULL;
    CREATE INDEX orders_email ON orders (email, id);
    CREATE INDEX orders_status ON orders (status, id);
    CREATE INDEX orders_due_for_expiry ON orders (expires_at)
      WHERE status = 'pending_payment' AND close_requested_at IS NULL;

    CREATE TABLE order_lines (
      id uuid PRIMARY KEY,
      order_id uuid NOT NULL REFERENCES orders (id),
      position integer NOT NULL CHECK (position >= 0),
      variant_id uuid NOT NULL,
      sku text NOT NULL CHECK (char_length(sku) <= 200),
      title text NOT NULL CHECK (char_length(title) <= 1000),
      quantity integer NOT NULL CHECK (quantity > 0),
      fulfilled_quantity integer NOT NULL DEFAULT 0,
      unit_price bigint NOT NULL CHECK (unit_price >= 0),
      subtotal bigint NOT NULL,
      discount bigint NOT NULL CHECK (discount BETWEEN 0 AND subtotal),
      tax bigint NOT NULL CHECK (tax >= 0),
      tax_millionths integer NOT NULL CHECK (tax_millionths >= 0),
      total bigint NOT NULL,
      CONSTRAINT order_lines_position_key UNIQUE (order_id, position),
      CONSTRAINT order_lines_subtotal_of_units CHECK (subtotal = unit_price * quantity),
      CONSTRAINT order_lines_total_adds_up CHECK (total = subtotal - discount),
      CONSTRAINT order_lines_fulfilled_at_most_ordered CHECK (fulfilled_quantity BETWEEN 0 AND quantity)
    );

    -- The order's history: one row for each version, with the state that it led to.
    CREATE TABLE order_events (
      id uuid PRIMARY KEY,
      order_id uuid NOT NULL REFERENCES orders (id),
      version integer NOT NULL,
      type text NOT NULL CHECK (type ~ '^[a-z_]{1,40}$'),
      status text NOT NULL,
      payment_status text NOT NULL,
      fulfillment_status text NOT NULL,
      actor text NOT NULL CHECK (actor IN ('shopper', 'staff', 'system')),
      actor_id uuid,
      note text CHECK (char_length(note) <= 500),
      occurred_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT order_events_version_key UNIQUE (order_id, version)
    );
    CREATE TRIGGER order_events_append_only BEFORE UPDATE OR DELETE ON order_events
      FOR EACH ROW EXECUTE FUNCTION refuse_change();

    CREATE TABLE fulfillments (
      id uuid PRIMARY KEY,
      order_id uuid NOT NULL REFERENCES orders (id),
      tracking_number text CHECK (char_length(tracking_number) <= 100),
      carrier text CHECK (char_length(carrier) <= 100),
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX fulfillments_order ON fulfillments (order_id);

    CREATE TABLE fulfillment_items (
      fulfillment_id uuid NOT NULL REFERENCES fulfillments (id),
      order_line_id uuid NOT NULL REFERENCES order_lines (id),
      quantity integer NOT NULL CHECK (quantity > 0),
      PRIMARY KEY (fulfillment_id, order_line_id)
    );
    CREATE INDEX fulfillment_items_line ON fulfillment_items (order_line_id);
  `;
}
