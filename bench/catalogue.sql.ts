/** Ids by number, in order of time as the shop's own are; `part` tells what of the product it names. */
export const IDS = `
  CREATE FUNCTION pg_temp.id_of(number integer, part integer) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$
    SELECT (lpad(to_hex(1764000000000 + number), 12, '0') || '70' || lpad(to_hex(part), 2, '0') || '8000'
      || substr(md5(number::text), 1, 12))::uuid
  $$`;

/** A brand for each 25 products, of four syllables: the words of a catalogue grow in number with it, as real ones do. */
export const BRANDS = `
  CREATE FUNCTION pg_temp.brand_of(number integer) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT string_agg(substr($s$bacedifoguhakelimonuparesituvawexoyizo$s$, (number / 25 / power(19, place)::integer) % 19 * 2 + 1, 2), ''
      ORDER BY place DESC)
    FROM generate_series(0, 3) AS place
  $$`;

/** Each row is a copy of its pattern's, with what tells it apart put over: new columns are copied without a word here. */
export const COPY_PRODUCTS = `
  INSERT INTO products
  SELECT (jsonb_populate_record(pattern, jsonb_build_object(
    'id', pg_temp.id_of(number, 0),
    'slug', 'bench-' || number,
    'title', initcap(concat_ws(' ',
      pg_temp.brand_of(number),
      split_part($4, ' ', number % 20 + 1),
      split_part($5, ' ', number / 400 % 20 + 1),
      split_part($6, ' ', number / 20 % 20 + 1),
      number)),
    'created_at', now() - make_interval(secs => number)))).*
  FROM generate_series($2::integer, $3) AS number
  JOIN products pattern ON pattern.id = ($1::uuid[])[number % cardinality($1::uuid[]) + 1]`;

export const COPY_VARIANTS = `
  INSERT INTO variants
  SELECT (jsonb_populate_record(pattern, jsonb_build_object(
    'id', pg_temp.id_of(number, pattern.position + 1),
    'product_id', pg_temp.id_of(number, 0),
    'sku', 'BENCH-' || number || '-' || pattern.position))).*
  FROM generate_series($2::integer, $3) AS number
  JOIN variants pattern ON pattern.product_id = ($1::uuid[])[number % cardinality($1::uuid[]) + 1]`;

export const COPY_PRICES = `
  INSERT INTO prices
  SELECT (jsonb_populate_record(price, jsonb_build_object(
    'variant_id', pg_temp.id_of(number, pattern.position + 1),
    'amount', 100 + number * 7 % 20000))).*
  FROM generate_series($2::integer, $3) AS number
  JOIN variants pattern ON pattern.product_id = ($1::uuid[])[number % cardinality($1::uuid[]) + 1]
  JOIN prices price ON price.variant_id = pattern.id`;

export const COPY_STOCK = `
  INSERT INTO stock_levels
  SELECT (jsonb_populate_record(level, jsonb_build_object(
    'variant_id', pg_temp.id_of(number, pattern.position + 1),
    'sku', 'BENCH-' || number || '-' || pattern.position))).*
  FROM generate_series($2::integer, $3) AS number
  JOIN variants pattern ON pattern.product_id = ($1::uuid[])[number % cardinality($1::uuid[]) + 1]
  JOIN stock_levels level ON level.variant_id = pattern.id`;

export const FILE_PRODUCTS = `
  INSERT INTO product_categories (product_id, category_id, position)
  SELECT pg_temp.id_of(number, 0), ($3::uuid[])[number % cardinality($3::uuid[]) + 1], 0
  FROM generate_series($1::integer, $2) AS number`;

/** A tenth is out of stock, of every category: categories go round by fifties. */
export const COPY_LISTINGS = `
  INSERT INTO product_listings
  SELECT (jsonb_populate_record(pattern, jsonb_build_object(
    'product_id', product.id,
    'slug', product.slug,
    'title', product.title,
    'price_from', 100 + number * 7 % 20000,
    'available', number / 50 % 10 <> 0,
    'category_ids', to_json(ARRAY[($4::uuid[])[number % cardinality($4::uuid[]) + 1]]),
    'document', (setweight(to_tsvector('english', product.title), 'A') || pattern.document)::text,
    'created_at', product.created_at))).*
  FROM generate_series($2::integer, $3) AS number
  JOIN product_listings pattern ON pattern.product_id = ($1::uuid[])[number % cardinality($1::uuid[]) + 1]
  JOIN products product ON product.id = pg_temp.id_of(number, 0)`;
