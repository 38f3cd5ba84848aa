/**
 * A shop's past in whole numbers, written by one statement for each table: 10,000 variants, and orders of two lines.
 * Of ten orders eight are placed, one is canceled after it was paid, one has expired; of a hundred one is not paid yet.
 * `$1` is how many orders there are. Rows are made from their number, so that tables agree without being joined.
 */
const VARIANTS = 10_000;

/** Functions of the generator alone; they go with its database. */
export const FUNCTIONS = [
  `CREATE FUNCTION made_id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
   $$ SELECT ('0199c5a0-' || kind || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$`,
  // 0: canceled after it was paid, 1: expired, 2: not paid yet, 3: placed.
  `CREATE FUNCTION fate(n bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS
   $$ SELECT CASE WHEN n % 10 = 0 THEN 0 WHEN n % 10 = 1 THEN 1 WHEN n % 100 = 2 THEN 2 ELSE 3 END $$`,
  `CREATE FUNCTION variant_of(n bigint, line integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS
   $$ SELECT made_id('0001', (n * 2 + line) % ${VARIANTS}) $$`,
];

const CATALOG = [
  `INSERT INTO products (id, slug, title, description, status, options)
   SELECT made_id('0002', n), 'thing-' || n, 'Thing ' || n, '', 'active', '[]' FROM generate_series(0, ${VARIANTS - 1}) n`,
  `INSERT INTO variants (id, product_id, position, sku, title, options, available)
   SELECT made_id('0001', n), made_id('0002', n), 0, 'SKU-' || n, 'Thing ' || n, '{}', true
   FROM generate_series(0, ${VARIANTS - 1}) n`,
  `INSERT INTO prices (variant_id, currency, amount) SELECT id, 'USD', 1000 FROM variants`,
  `INSERT INTO product_listings
     (product_id, currency, status, slug, title, price_from, available, category_ids, option_values, document, created_at)
   SELECT id, 'USD', status, slug, title, 1000, true, '{}', '{}', '', created_at FROM products`,
];

const ORDERS = [
  `INSERT INTO carts (id, status, currency, email, shipping_address, billing_address, shipping_method_id)
   SELECT made_id('0003', n), 'ordered', 'USD', 'c' || n || '@example.com', '{}', '{}', made_id('0000', 1)
   FROM generate_series(1, $1::bigint) n`,
  `INSERT INTO cart_items (id, cart_id, variant_id, sku, title, unit_price, quantity)
   SELECT made_id('0004', n * 2 + line), made_id('0003', n), variant_of(n, line), 'S', 'T', 1000, 1 + line
   FROM generate_series(1, $1::bigint) n, generate_series(0, 1) line`,
  `INSERT INTO orders (id, cart_id, email, currency, status, payment_status, fulfillment_status, subtotal, discount,
     shipping, shipping_tax, tax, total, shipping_address, billing_address, shipping_method_id, shipping_method_name,
     expires_at, placed_at, version)
   SELECT made_id('0005', n), made_id('0003', n), 'c' || n || '@example.com', 'USD',
     (ARRAY['canceled', 'expired', 'pending_payment', 'placed'])[fate(n) + 1],
     (ARRAY['refunded', 'none', 'none', 'paid'])[fate(n) + 1],
     CASE fate(n) WHEN 3 THEN 'fulfilled' ELSE 'unfulfilled' END,
     3000, 0, 500, 35, 245, 3745, '{}', '{}', made_id('0000', 1), 'Post', now() + interval '1 hour',
     CASE WHEN fate(n) IN (0, 3) THEN now() END, (ARRAY[4, 2, 1, 4])[fate(n) + 1]
   FROM generate_series(1, $1::bigint) n`,
  `INSERT INTO order_lines (id, order_id, position, variant_id, sku, title, quantity, fulfilled_quantity, unit_price,
     subtotal, discount, tax, tax_millionths, total)
   SELECT made_id('0006', n * 2 + line), made_id('0005', n), line, variant_of(n, line), 'S', 'T', 1 + line,
     CASE fate(n) WHEN 3 THEN 1 + line ELSE 0 END, 1000, 1000 * (1 + line), 0, 70 * (1 + line), 70000, 1000 * (1 + line)
   FROM generate_series(1, $1::bigint) n, generate_series(0, 1) line`,
  `INSERT INTO order_events (id, order_id, version, type, status, payment_status, fulfillment_status, actor)
   SELECT made_id('0007', orders.n * 4 + step), made_id('0005', orders.n), step, 'order_step',
     CASE WHEN step < last THEN CASE WHEN step = 1 THEN 'pending_payment' ELSE 'placed' END
       ELSE (ARRAY['canceled', 'expired', 'pending_payment', 'placed'])[fate + 1] END,
     CASE WHEN step < last THEN 'none' ELSE (ARRAY['refunded', 'none', 'none', 'paid'])[fate + 1] END,
     CASE WHEN step = 4 AND fate = 3 THEN 'fulfilled' ELSE 'unfulfilled' END, 'system'
   FROM (SELECT n, fate(n) AS fate, (ARRAY[4, 2, 1, 4])[fate(n) + 1] AS last FROM generate_series(1, $1::bigint) n)
     AS orders, LATERAL generate_series(1, last) step`,
  `INSERT INTO fulfillments (id, order_id)
   SELECT made_id('0008', n), made_id('0005', n) FROM generate_series(1, $1::bigint) n WHERE fate(n) = 3`,
  `INSERT INTO fulfillment_items (fulfillment_id, order_line_id, quantity)
   SELECT made_id('0008', n), made_id('0006', n * 2 + line), 1 + line
   FROM generate_series(1, $1::bigint) n, generate_series(0, 1) line WHERE fate(n) = 3`,
  `INSERT INTO outbox (id, type, aggregate_id, payload)
   SELECT made_id('0009', n * 3 + step), 'orders.' || name, made_id('0005', n)::text, '{}'
   FROM generate_series(1, $1::bigint) n, (VALUES (0, 'order_created'), (1, 'order_placed'), (2, 'order_canceled'),
     (2, 'order_expired')) AS event (step, name)
   WHERE step = 0 OR (step = 1 AND fate(n) IN (0, 3)) OR (name = 'order_canceled' AND fate(n) = 0)
     OR (name = 'order_expired' AND fate(n) = 1)`,
  `INSERT INTO idempotency_keys (scope, key, fingerprint, state, status, body)
   SELECT 'token:' || n, 'k' || n, 'f', 'completed', 201, '{}' FROM generate_series(1, $1::bigint) n`,
];

const STOCK = [
  `INSERT INTO reservations (order_id, variant_id, location_id, quantity, state, expires_at)
   SELECT made_id('0005', n), variant_of(n, line), (SELECT id FROM locations), 1 + line,
     (ARRAY['returned', 'released', 'open', 'claimed'])[fate(n) + 1], now() + interval '1 hour'
   FROM generate_series(1, $1::bigint) n, generate_series(0, 1) line`,
  `INSERT INTO stock_movements (variant_id, location_id, kind, quantity)
   SELECT variants.id, (SELECT id FROM locations), 'initial', 1000000 FROM variants WHERE $1::bigint > 0`,
  `INSERT INTO stock_movements (variant_id, location_id, kind, quantity, order_id)
   SELECT variant_id, location_id, kind, CASE kind WHEN 'sale' THEN -quantity ELSE quantity END, order_id
   FROM reservations, (VALUES ('sale'), ('return')) AS movement (kind)
   WHERE $1::bigint > 0 AND (state = 'returned' OR (state = 'claimed' AND kind = 'sale'))`,
  `INSERT INTO stock_levels (variant_id, location_id, sku, on_hand, reserved)
   SELECT variants.id, (SELECT id FROM locations), sku, moved.units, coalesce(held.units, 0)
   FROM variants
   JOIN (SELECT variant_id, sum(quantity) AS units FROM stock_movements GROUP BY 1) AS moved ON moved.variant_id = id
   LEFT JOIN (SELECT variant_id, sum(quantity) AS units FROM reservations WHERE state = 'open' GROUP BY 1) AS held
     ON held.variant_id = id
   WHERE $1::bigint > 0`,
];

const PAYMENTS = [
  `INSERT INTO payments (id, order_id, provider, method, status, currency, amount, authorized_amount, captured_amount,
     refunded_amount, provider_reference, unwind_reason)
   SELECT made_id('000a', n), made_id('0005', n), 'test', 'success', 'succeeded', 'USD', 3745, 3745, 3745,
     CASE fate(n) WHEN 0 THEN 3745 ELSE 0 END, 'ch_' || n, CASE fate(n) WHEN 0 THEN 'order_canceled' END
   FROM generate_series(1, $1::bigint) n WHERE fate(n) IN (0, 3)`,
  `INSERT INTO payment_operations (id, payment_id, kind, status, currency, amount, reason, automatic, provider_reference)
   SELECT made_id('000b', n), made_id('000a', n), 'refund', 'succeeded', 'USD', 3745, 'x', 'order_canceled', 're_' || n
   FROM generate_series(1, $1::bigint) n WHERE fate(n) = 0`,
  `INSERT INTO payment_transactions (id, payment_id, provider, reference, kind, currency, amount)
   SELECT made_id(CASE kind WHEN 'capture' THEN '000c' ELSE '000d' END, n), made_id('000a', n), 'test',
     CASE kind WHEN 'capture' THEN 'ca_' ELSE 're_' END || n, kind, 'USD', 3745
   FROM generate_series(1, $1::bigint) n, (VALUES ('capture'), ('refund')) AS fact (kind)
   WHERE fate(n) = 0 OR (fate(n) = 3 AND kind = 'capture')`,
  `INSERT INTO ledger_transactions (id, order_id, kind)
   SELECT fact.id, payment.order_id, fact.kind FROM payment_transactions fact JOIN payments payment
     ON payment.id = fact.payment_id WHERE $1::bigint > 0`,
  `INSERT INTO ledger_entries (transaction_id, account, currency, amount)
   SELECT id, account, 'USD', CASE WHEN (kind = 'capture') = (account = 'receivable') THEN -3745 ELSE 3745 END
   FROM ledger_transactions, (VALUES ('receivable'), ('clearing:test')) AS side (account) WHERE $1::bigint > 0`,
  `INSERT INTO test_provider.charges
     (reference, key, order_reference, method, status, currency, amount, captured, refunded)
   SELECT provider_reference, id::text, order_id::text, 'success', 'succeeded', 'USD', 3745, 3745, refunded_amount
   FROM payments WHERE $1::bigint > 0`,
  `INSERT INTO test_provider.movements (reference, charge_reference, key, kind, amount)
   SELECT reference, 'ch_' || substr(reference, 4), reference, kind, amount FROM payment_transactions WHERE $1::bigint > 0`,
];

/** Without a parameter, then with one. */
export const STATEMENTS = { catalog: CATALOG, history: [...ORDERS, ...STOCK, ...PAYMENTS] };
