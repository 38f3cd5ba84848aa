import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateCarts1764000700000 extends ForwardMigration {
  readonly sql = `
    -- The id of a guest's cart is its secret: a random UUIDv4 (RFC 9562, 122 random bits).
    CREATE TABLE carts (
      id uuid PRIMARY KEY,
      customer_id uuid,
      status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'ordered', 'merged')),
      currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
      email text CHECK (char_length(email) <= 254),
      shipping_address jsonb CHECK (jsonb_typeof(shipping_address) = 'object'),
      billing_address jsonb CHECK (jsonb_typeof(billing_address) = 'object'),
      shipping_method_id uuid,
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE UNIQUE INDEX carts_one_open_per_customer ON carts (customer_id) WHERE status = 'open';
    -- For the daily purge: what nobody will come back for.
    CREATE INDEX carts_purgeable ON carts (updated_at) WHERE customer_id IS NULL AND status = 'open' OR status = 'merged';

    -- SKU, title and unit price are as they were when the variant was last added: shown when it is no longer for sale.
    CREATE TABLE cart_items (
      id uuid PRIMARY KEY,
      cart_id uuid NOT NULL REFERENCES carts ON DELETE CASCADE,
      variant_id uuid NOT NULL,
      sku text NOT NULL CHECK (char_length(sku) <= 255),
      title text NOT NULL CHECK (char_length(title) <= 2000),
      unit_price bigint NOT NULL CHECK (unit_price BETWEEN 0 AND 1000000000000),
      quantity integer NOT NULL CONSTRAINT cart_items_quantity_limit CHECK (quantity BETWEEN 1 AND 1000000),
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT cart_items_variant_key UNIQUE (cart_id, variant_id)
    );
  `;
}
