import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateCatalog1764000300000 extends ForwardMigration {
  readonly sql = `
    -- Slugs and SKUs are compared byte by byte, so that a prefix of them can be looked up in their unique index.
    CREATE TABLE categories (
      id uuid PRIMARY KEY,
      parent_id uuid CONSTRAINT categories_parent_id_fkey REFERENCES categories (id),
      slug text COLLATE "C" NOT NULL CONSTRAINT categories_slug_key UNIQUE,
      name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CHECK (char_length(slug) <= 120 AND slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      CHECK (parent_id <> id)
    );
    CREATE INDEX categories_parent ON categories (parent_id);

    CREATE TABLE products (
      id uuid PRIMARY KEY,
      slug text COLLATE "C" NOT NULL CONSTRAINT products_slug_key UNIQUE,
      title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
      description text NOT NULL CHECK (char_length(description) <= 20000),
      status text NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
      options jsonb NOT NULL CHECK (jsonb_typeof(options) = 'array'),
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CHECK (char_length(slug) <= 120 AND slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
    );

    CREATE TABLE product_categories (
      product_id uuid NOT NULL REFERENCES products (id),
      category_id uuid NOT NULL
        CONSTRAINT product_categories_category_id_fkey REFERENCES categories (id) ON DELETE CASCADE,
      position integer NOT NULL,
      PRIMARY KEY (product_id, category_id)
    );
    CREATE INDEX product_categories_category ON product_categories (category_id);

    CREATE TABLE product_media (
      id uuid PRIMARY KEY,
      product_id uuid NOT NULL REFERENCES products (id),
      position integer NOT NULL,
      url text NOT NULL CHECK (char_length(url) BETWEEN 1 AND 2000),
      alt text NOT NULL CHECK (char_length(alt) <= 300)
    );
    CREATE INDEX product_media_product ON product_media (product_id, position);

    CREATE TABLE variants (
      id uuid PRIMARY KEY,
      product_id uuid NOT NULL REFERENCES products (id),
      position integer NOT NULL,
      sku text COLLATE "C" NOT NULL CONSTRAINT variants_sku_key UNIQUE CHECK (char_length(sku) BETWEEN 1 AND 100),
      title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 600),
      options jsonb NOT NULL CHECK (jsonb_typeof(options) = 'object'),
      available boolean NOT NULL,
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX variants_product ON variants (product_id, position);
    -- No two variants of a product are alike. The hash keeps long options within what an index entry can hold.
    CREATE UNIQUE INDEX variants_options_key ON variants (product_id, md5(options::text));

    CREATE TABLE prices (
      variant_id uuid NOT NULL REFERENCES variants (id) ON DELETE CASCADE,
      currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
      amount bigint NOT NULL CHECK (amount BETWEEN 0 AND 1000000000000),
      compare_at bigint CHECK (compare_at BETWEEN 0 AND 1000000000000),
      PRIMARY KEY (variant_id, currency)
    );

    -- What lists show, sort and filter by: one row for each product and currency that it has a price in, made anew with
    -- every change of the product. Each sort is the order of an index, so that page 1,000 costs what page 1 does.
    CREATE TABLE product_listings (
      product_id uuid NOT NULL REFERENCES products (id),
      currency text NOT NULL,
      status text NOT NULL,
      slug text NOT NULL,
      title text COLLATE "en-x-icu" NOT NULL,
      thumbnail jsonb,
      price_from bigint NOT NULL,
      available boolean NOT NULL,
      category_ids uuid[] NOT NULL,
      option_values text[] NOT NULL,
      document tsvector NOT NULL,
      created_at timestamptz NOT NULL,
      PRIMARY KEY (product_id, currency)
    ) WITH (fillfactor = 85);
    CREATE INDEX product_listings_newest ON product_listings (currency, status, created_at, product_id);
    CREATE INDEX product_listings_price ON product_listings (currency, status, price_from, product_id);
    CREATE INDEX product_listings_title ON product_listings (currency, status, title, product_id);
    CREATE INDEX product_listings_found_by ON product_listings USING gin (document, category_ids, option_values);
  `;
}
