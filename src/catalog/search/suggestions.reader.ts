import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { ShopConfig } from '../../common/config/shop.config.js';
import type { SuggestProductsQuery } from '../dto/suggest-products.query.js';
import { searchableText } from '../listings/searchable-text.js';
import type { SuggestionResponse, SuggestionsResponse } from '../dto/suggestion.response.js';

const WORD = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*/gu;
/** Words of the text that are used. */
const MAX_WORDS = 8;
/** Most titles that are compared for a beginning. */
const MAX_CANDIDATES = 500;
const MAX_CATEGORIES = 3;

/** Reads suggestions. */
@Injectable()
export class SuggestionsReader {
  constructor(
    private readonly transaction: Transaction,
    private readonly shop: ShopConfig,
  ) {}

  /** Finds categories and products whose names contain each word as the beginning of a word, in one statement. */
  async suggest({ q, limit }: SuggestProductsQuery): Promise<SuggestionsResponse> {
    const words = (searchableText(q).match(WORD) ?? []).slice(0, MAX_WORDS);
    if (words.length === 0) return { items: [] };
    const items = await this.transaction.sqlPlannedAnew<SuggestionResponse>(
      `WITH typed AS (SELECT to_tsquery('catalog_simple', $1) AS words), category AS (
         SELECT name, slug FROM categories, typed
         WHERE to_tsvector('catalog_simple', name) @@ words
         ORDER BY char_length(name), name LIMIT $3
       ), candidate AS (
         SELECT title, slug, available, product_id FROM product_listings
         WHERE status = 'active' AND currency = $2
           AND to_tsvector('public.catalog_simple', title) @@ to_tsquery('catalog_simple', $1)
         LIMIT $4
       ), product AS (
         SELECT title, slug, available, product_id FROM candidate
         ORDER BY available DESC, char_length(title), title, product_id LIMIT $5
       ), suggestion AS (
         SELECT 'category' AS kind, name AS text, slug, 0 AS place, true AS available FROM category
         UNION ALL
         SELECT 'product', title, slug, 1, available FROM product
       )
       SELECT kind, text, slug FROM suggestion
       ORDER BY place, available DESC, char_length(text), text, slug LIMIT $5`,
      [words.map(beginningOf).join(' & '), this.shop.currency, MAX_CATEGORIES, MAX_CANDIDATES, limit],
    );
    return { items };
  }
}

/** Tries a word with a typographic apostrophe in both spellings, since some servers treat it as a letter. */
function beginningOf(word: string): string {
  if (!word.includes("'")) return `${word}:*`;
  return `('${word.replaceAll("'", "''")}':* | '${word.replaceAll("'", '’')}':*)`;
}
