import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateStock1764000200000 extends ForwardMigration {
  readonly sql = `
    CREATE TABLE locations (
      id uuid PRIMARY KEY,
      name text NOT NULL CONSTRAINT locations_name_key UNIQUE CHECK (char_length(name) BETWEEN 1 AND 100),
      created_at timestamptz NOT NULL DEFAULT now()
    );
    INSERT INTO locations (id, name) VALUES ('01930000-0000-7000-8000-000000000001', 'Main warehouse');

    -- Rows of variants in demand change with each order: room is left on the page, and nothing that changes is
    -- indexed, so that a new row version needs no new index entries.
    CREATE TABLE stock_levels (
      variant_id uuid NOT NULL,
      location_id uuid NOT NULL REFERENCES locations (id),
      sku text COLLATE "C" NOT NULL CHECK (char_length(sku) BETWEEN 1 AND 100),
      on_hand integer NOT NULL DEFAULT 0,
      reserved integer NOT NULL DEFAULT 0,
      version integer NOT NULL DEFAULT 1,
      retired_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (variant_id, location_id),
      -- Twice what people may set: a return that is owed must never be refused for want of room.
      CONSTRAINT stock_levels_bounds CHECK (0 <= reserved AND reserved <= on_hand AND on_hand <= 2000000000)
    ) WITH (fillfactor = 70);
    CREATE INDEX stock_levels_sku ON stock_levels (sku, variant_id);

    CREATE TABLE reservations (
      order_id uuid NOT NULL,
      variant_id uuid NOT NULL,
      location_id uuid NOT NULL,
      quantity integer NOT NULL CHECK (quantity > 0),
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'claimed', 'released', 'returned')),
      expires_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (order_id, variant_id, location_id),
      FOREIGN KEY (variant_id, location_id) REFERENCES stock_levels (variant_id, location_id)
    );

    CREATE TABLE stock_movements (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      variant_id uuid NOT NULL,
      location_id uuid NOT NULL,
      kind text NOT NULL CHECK (kind IN ('initial', 'sale', 'return', 'adjustment', 'count')),
      quantity integer NOT NULL CHECK (quantity <> 0),
      order_id uuid,
      reason text CHECK (char_length(reason) BETWEEN 1 AND 500),
      actor_id uuid,
      occurred_at timestamptz NOT NULL DEFAULT now(),
      FOREIGN KEY (variant_id, location_id) REFERENCES stock_levels (variant_id, location_id),
      CHECK ((kind IN ('sale', 'return')) = (order_id IS NOT NULL)),
      CHECK ((kind = 'adjustment') = (reason IS NOT NULL))
    );
    CREATE INDEX stock_movements_level ON stock_movements (variant_id, location_id);
    CREATE TRIGGER stock_movements_append_only BEFORE UPDATE OR DELETE ON stock_movements
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
  `;
}
