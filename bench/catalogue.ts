import { createHash } from 'node:crypto';
import pg from 'pg';
import { Progress } from '../src/common/cli/progress.js';
import { money } from '../src/common/money/money.js';
import { aCategory } from '../test/support/builders/categories.js';
import { aProduct } from '../test/support/builders/products.js';
import type { TestShop } from '../test/support/shop.js';
import {
  BRANDS,
  COPY_LISTINGS,
  COPY_PRICES,
  COPY_PRODUCTS,
  COPY_STOCK,
  COPY_VARIANTS,
  FILE_PRODUCTS,
  IDS,
} from './catalogue.sql.js';

const BATCH = 20_000;
const MAX_CATEGORIES = 50;
/** Products have one to four variants. */
const PATTERNS = 4;
const TABLES = [
  'products',
  'variants',
  'prices',
  'product_categories',
  'product_listings',
  'stock_levels',
] as const;

const PER_BRAND = 25;
const SYLLABLES = 'bacedifoguhakelimonuparesituvawexoyizo';

/** Words that titles are made of besides their brand; a search for two of them finds one product in 400. */
const ADJECTIVES =
  'amber azure bold brisk calm crisp deft eager fair gentle humble ivory jolly keen light mellow noble proud quiet rustic';
const NOUNS =
  'anorak basket candle drawer easel fender goblet hammock inkwell jacket kettle ladle mirror napkin oven pillow quilt rug stool teapot';
const MATERIALS =
  'bamboo brass canvas ceramic copper cork cotton denim felt glass iron jute leather linen marble oak pewter silk steel wool';

export interface Catalogue {
  readonly size: number;
  readonly categorySlugs: readonly string[];
  /** Two words that one product in 400 has. */
  readonly commonWords: (number: number) => string;
  /** A brand and a kind of thing, which some 20 products have, however many there are. */
  readonly brandAndKind: (number: number) => string;
  readonly idOf: (number: number) => string;
}

/** Fills the shop with so many products: a few are made as staff would, and copied by whole tables. */
export async function fillCatalogue(shop: TestShop, size: number): Promise<Catalogue> {
  const categories: { id: string; slug: string }[] = [];
  for (let made = 0; made < Math.min(MAX_CATEGORIES, size / 20); made += 1)
    categories.push(await aCategory(shop));
  const patterns: string[] = [];
  for (let variants = 1; variants <= PATTERNS; variants += 1)
    patterns.push(await aPattern(shop, variants, categories[0]!.id));

  const client = new pg.Client({ connectionString: shop.databaseUrl, options: '-c statement_timeout=0' });
  await client.connect();
  try {
    await copyAll(client, { size, patterns, categoryIds: categories.map(({ id }) => id) });
  } finally {
    await client.end();
  }
  const [adjectives, nouns] = [ADJECTIVES.split(' '), NOUNS.split(' ')];
  return {
    size,
    categorySlugs: categories.map(({ slug }) => slug),
    commonWords: (number) =>
      `${adjectives[number % adjectives.length]} ${nouns[Math.floor(number / adjectives.length) % nouns.length]}`,
    brandAndKind: (number) => {
      const first = (number % Math.max(1, Math.floor(size / PER_BRAND))) * PER_BRAND;
      return `${brandOf(first)} ${nouns[Math.floor(first / 20) % nouns.length]}`;
    },
    idOf,
  };
}

/** As pg_temp.brand_of makes it. */
function brandOf(number: number): string {
  const place = (power: number): number => Math.floor(number / PER_BRAND / 19 ** power) % 19;
  return [3, 2, 1, 0].map((power) => SYLLABLES.slice(place(power) * 2, place(power) * 2 + 2)).join('');
}

/** As pg_temp.id_of makes it for a product. */
function idOf(number: number): string {
  const hex =
    (1_764_000_000_000 + number).toString(16).padStart(12, '0') +
    '70008000' +
    createHash('md5').update(String(number)).digest('hex').slice(0, 12);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const SIZES = ['S', 'M', 'L', 'XL'];

async function aPattern(shop: TestShop, variants: number, categoryId: string): Promise<string> {
  const sizes = SIZES.slice(0, variants);
  const { productId } = await aProduct(shop, {
    title: `Pattern with ${variants}`,
    description: 'Made to last, and to be mended when it does not. '.repeat(10),
    categoryIds: [categoryId],
    media: [{ url: 'https://example.com/image.jpg', alt: 'From the front' }],
    options: [{ name: 'Size', values: sizes }],
    variants: sizes.map((size) => ({
      options: { Size: size },
      prices: [money(1999, 'USD')],
      onHand: 1_000_000,
    })),
  });
  return productId;
}

interface Plan {
  readonly size: number;
  readonly patterns: readonly string[];
  readonly categoryIds: readonly string[];
}

async function copyAll(client: pg.Client, { size, patterns, categoryIds }: Plan): Promise<void> {
  const indexes = await dropIndexes(client);
  await client.query(IDS);
  await client.query(BRANDS);
  const progress = new Progress(`Catalogue of ${size} products`, size);
  for (let from = 1; from <= size; from += BATCH) {
    const to = Math.min(size, from + BATCH - 1);
    await client.query('BEGIN');
    await client.query(COPY_PRODUCTS, [patterns, from, to, ADJECTIVES, MATERIALS, NOUNS]);
    await client.query(COPY_VARIANTS, [patterns, from, to]);
    await client.query(COPY_PRICES, [patterns, from, to]);
    await client.query(COPY_STOCK, [patterns, from, to]);
    await client.query(FILE_PRODUCTS, [from, to, categoryIds]);
    await client.query(COPY_LISTINGS, [patterns, from, to, categoryIds]);
    await client.query('COMMIT');
    progress.advance(to - from + 1);
  }
  progress.stop();
  for (const index of indexes) await client.query(index);
  for (const table of TABLES) await client.query(`VACUUM ANALYZE ${table}`);
}

/** Drops the indexes that no constraint needs, and gives the statements that make them again: that is much the faster. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid = ANY ($1::regclass[])
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`,
    [TABLES],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  // Whoever may, leaves foreign keys unchecked: what is copied here refers to what was copied just before.
  await client.query(
    `SELECT set_config('session_replication_role', 'replica', false) FROM pg_roles
     WHERE rolname = current_user AND rolsuper`,
  );
  return rows.map(({ definition }) => definition);
}
