import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { SearchConfig } from '../listings/search.config.js';

/** Reads the words of products. */
@Injectable()
export class SearchWordsReader {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: SearchConfig,
  ) {}

  /** Returns the nearest known word for each unknown word, if one is near enough. */
  async nearestTo(asked: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.transaction.sql<{ asked: string; nearest: string }>(
      `SELECT asked, nearest
       FROM unnest($1::text[]) AS asked,
         LATERAL (SELECT (tsvector_to_array(to_tsvector('catalog_simple', asked)))[1] AS word) AS plain,
         LATERAL (SELECT CASE WHEN char_length(plain.word) > 4 THEN 2 ELSE 1 END AS letters) AS allowed,
         LATERAL (
           SELECT candidate.word AS nearest
           FROM (SELECT word FROM search_words ORDER BY word <-> plain.word LIMIT 40) AS candidate
           WHERE levenshtein_less_equal(candidate.word, plain.word, letters) <= letters
           ORDER BY levenshtein_less_equal(candidate.word, plain.word, letters), candidate.word <-> plain.word,
             candidate.word
           LIMIT 1
         ) AS found
       WHERE NOT EXISTS (SELECT FROM search_words WHERE word = plain.word)
         AND NOT EXISTS (
           SELECT FROM product_listings
           WHERE status = 'active' AND document @@ plainto_tsquery($2::regconfig, asked))`,
      [asked, this.config.configuration],
    );
    return new Map(rows.map((row) => [row.asked, row.nearest]));
  }
}
