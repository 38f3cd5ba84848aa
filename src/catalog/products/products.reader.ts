import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { isUuid } from '../../common/database/ids.js';
import type { ProductResponse } from '../dto/product.response.js';

/** A product as SQL builds it. Its response documents it, and maps nothing. */
export type ProjectedProduct = ProductResponse;
export type ProjectedVariant = ProjectedProduct['variants'][number];
export type ProjectedImage = ProjectedProduct['media'][number];

export interface ProductView {
  readonly currency: string;
  /** Staff see drafts and archived products, and more fields of variants. */
  readonly forStaff: boolean;
}

export interface ProductPage {
  readonly json: string;
  readonly version: number;
  readonly isPriced: boolean;
  /** Milliseconds until a sale begins or ends; null for none. */
  readonly freshForMs: number | null;
}

const VARIANT = `
  'id', variant.id,
  'sku', variant.sku,
  'title', variant.title,
  'options', variant.options,
  'price', price.price,
  'compareAtPrice', price.compare_at_price,
  'available', variant.available`;

const VARIANT_FOR_STAFF = `,
  'productId', product.id,
  'prices', (
    SELECT json_agg(json_build_object('amount', amount, 'currency', currency) ORDER BY currency)
    FROM prices WHERE variant_id = variant.id),
  'compareAtPrices', (
    SELECT coalesce(json_agg(
      json_build_object('amount', compare_at, 'currency', currency) ORDER BY currency), '[]')
    FROM prices WHERE variant_id = variant.id AND compare_at IS NOT NULL),
  'salePrices', (
    SELECT coalesce(json_agg(json_build_object(
      'amount', sale_amount,
      'currency', currency,
      'startsAt', to_char(sale_starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'endsAt', to_char(sale_ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    ) ORDER BY currency), '[]')
    FROM prices WHERE variant_id = variant.id AND sale_amount IS NOT NULL),
  'version', variant.version`;

type Key = 'id' | 'slug';

/** No conditions, so that PostgreSQL keeps a generic plan: planning takes three times as long as execution. */
const pageBy = (by: Key, forStaff: boolean): string => `
  SELECT json_build_object(
    'id', product.id,
    'slug', product.slug,
    'title', product.title,
    'description', product.description,
    'descriptionFormat', product.description_format,
    'status', product.status,
    'categories', (
      SELECT coalesce(json_agg(
        json_build_object('id', category.id, 'slug', category.slug, 'name', category.name)
        ORDER BY assigned.position), '[]')
      FROM product_categories assigned JOIN categories category ON category.id = assigned.category_id
      WHERE assigned.product_id = product.id),
    'options', product.options,
    'variants', variants.list,
    'media', (
      SELECT coalesce(json_agg(
        json_build_object(
          'id', media.id,
          'url', media.url,
          'alt', media.alt,
          'width', file.width,
          'height', file.height,
          'variants', coalesce(file.variants, '[]'))
        ORDER BY media.position), '[]')
      FROM product_media media LEFT JOIN media_files file ON file.url = media.url
      WHERE media.product_id = product.id),
    'version', product.version,
    'createdAt', to_char(product.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'updatedAt', to_char(product.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
  )::text AS json,
  product.version,
  variants.is_priced AS "isPriced",
  floor(extract(epoch FROM variants.change_at - statement_timestamp()) * 1000)::bigint AS "freshForMs"
  FROM products product, LATERAL (
    SELECT min(price.changes_at) AS change_at,
      coalesce(bool_or(price.price IS NOT NULL), false) AS is_priced,
      coalesce(json_agg(
      json_build_object(${VARIANT}${forStaff ? VARIANT_FOR_STAFF : ''}
    ) ORDER BY variant.position, variant.id), '[]') AS list
    FROM variants variant
    LEFT JOIN LATERAL (
      SELECT json_build_object('amount', amount, 'currency', currency) AS price,
             CASE WHEN compare_at > amount
               THEN json_build_object('amount', compare_at, 'currency', currency) END AS compare_at_price,
             changes_at
      FROM current_prices WHERE variant_id = variant.id AND currency = $2
    ) AS price ON true
    WHERE variant.product_id = product.id${forStaff ? '' : ' AND price.price IS NOT NULL'}
  ) AS variants
  WHERE product.${by} = $1${forStaff ? '' : " AND product.status = 'active'"}`;

const PAGES: Readonly<Record<'staff' | 'public', Readonly<Record<Key, string>>>> = {
  staff: { id: pageBy('id', true), slug: pageBy('slug', true) },
  public: { id: pageBy('id', false), slug: pageBy('slug', false) },
};

/** Reads products as finished JSON: the one mapping from rows to their response. */
@Injectable()
export class ProductsReader {
  constructor(private readonly transaction: Transaction) {}

  /** Finds a product that the caller may see. */
  async find(idOrSlug: string, { currency, forStaff }: ProductView): Promise<ProductPage | undefined> {
    const text = PAGES[forStaff ? 'staff' : 'public'][isUuid(idOrSlug) ? 'id' : 'slug'];
    const [row] = await this.transaction.sql<ProductPage>(text, [idOrSlug, currency]);
    return row;
  }

  /** Returns the id of a product that the caller may see. */
  async idOf(idOrSlug: string, forStaff: boolean): Promise<string | undefined> {
    const id = isUuid(idOrSlug) ? idOrSlug : null;
    const [row] = await this.transaction.sql<{ id: string }>(
      "SELECT id FROM products WHERE (id = $1 OR slug = $2) AND ($3 OR status = 'active')",
      [id, id === null ? idOrSlug : null, forStaff],
    );
    return row?.id;
  }

  /** Returns the current slug of the last product with this former slug, if the caller may see it. */
  async slugAfter(formerSlug: string, forStaff: boolean): Promise<string | undefined> {
    const [row] = await this.transaction.sql<{ slug: string }>(
      `SELECT product.slug FROM product_slugs_before
       JOIN products product ON product.id = product_slugs_before.product_id
       WHERE product_slugs_before.slug = $1 AND product.slug <> $1 AND ($2 OR product.status = 'active')`,
      [formerSlug, forStaff],
    );
    return row?.slug;
  }
}
