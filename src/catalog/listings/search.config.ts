import { Matches } from 'class-validator';
import { Config, Env } from '../../common/config/settings.js';

/** How words are found. */
@Config()
export class SearchConfig {
  /**
   * Language of titles and descriptions, whose word forms are taken for one: `english`, `german`, `french` or another
   * one of PostgreSQL's; `simple` for none. After a change run `catalog:reindex`, else products are found by the new
   * language's rules only once they are next written.
   */
  @Env('CATALOG_SEARCH_LANGUAGE')
  @Matches(/^[a-z]{1,50}$/, { message: 'CATALOG_SEARCH_LANGUAGE must name a language, such as english' })
  language: string = 'english';

  /** The text search configuration of the language that knows no accents. */
  get configuration(): string {
    return `catalog_${this.language}`;
  }
}
