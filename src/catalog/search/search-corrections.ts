import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { searchableText } from '../listings/searchable-text.js';
import { SearchConfig } from '../listings/search.config.js';

/** Shorter words are near to too many others. */
const WORD = /[\p{L}\p{M}]{4,40}/gu;
/** More than this of one question are not looked at. */
const MAX_WORDS = 8;

/** Mends what was typed, where nothing was found by it. */
@Injectable()
export class SearchCorrections {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: SearchConfig,
  ) {}

  /**
   * The question with each word that no product has put right: one letter off in words of four, two in longer ones, so
   * that two swapped letters count as well. The same question when there is nothing to mend.
   */
  async correct(q: string): Promise<string> {
    const plain = searchableText(q);
    const asked = [...new Set(plain.match(WORD))].slice(0, MAX_WORDS);
    if (asked.length === 0) return q;
    const nearest = await this.nearestTo(asked);
    return nearest.size === 0 ? q : plain.replace(WORD, (word) => nearest.get(word) ?? word);
  }

  private async nearestTo(asked: readonly string[]): Promise<ReadonlyMap<string, string>> {
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
