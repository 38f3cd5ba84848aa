import { Injectable } from '@nestjs/common';
import { SearchWordsReader } from './search-words.reader.js';
import { searchableText } from '../listings/searchable-text.js';

/** Shorter words are near to too many others. */
const WORD = /[\p{L}\p{M}]{4,40}/gu;
/** More than this of one question are not looked at. */
const MAX_WORDS = 8;

/** Mends what was typed, where nothing was found by it. */
@Injectable()
export class SearchCorrections {
  constructor(private readonly words: SearchWordsReader) {}

  /**
   * The question with each word that no product has put right: one letter off in words of four, two in longer ones, so
   * that two swapped letters count as well. The same question when there is nothing to mend.
   */
  async correct(q: string): Promise<string> {
    const plain = searchableText(q);
    const asked = [...new Set(plain.match(WORD))].slice(0, MAX_WORDS);
    if (asked.length === 0) return q;
    const nearest = await this.words.nearestTo(asked);
    return nearest.size === 0 ? q : plain.replace(WORD, (word) => nearest.get(word) ?? word);
  }
}
