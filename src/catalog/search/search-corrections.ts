import { Injectable } from '@nestjs/common';
import { SearchWordsReader } from './search-words.reader.js';
import { searchableText } from '../listings/searchable-text.js';

/** Shorter words resemble too many others. */
const WORD = /[\p{L}\p{M}]{4,40}/gu;
/** Words that are corrected in one query text. */
const MAX_WORDS = 8;

/** Corrects query text that found nothing. */
@Injectable()
export class SearchCorrections {
  constructor(private readonly words: SearchWordsReader) {}

  /** Allows one edit in words of four letters, two in longer ones. Returns the same text if all words are known. */
  async correct(q: string): Promise<string> {
    const plain = searchableText(q);
    const asked = [...new Set(plain.match(WORD))].slice(0, MAX_WORDS);
    if (asked.length === 0) return q;
    const nearest = await this.words.nearestTo(asked);
    return nearest.size === 0 ? q : plain.replace(WORD, (word) => nearest.get(word) ?? word);
  }
}
