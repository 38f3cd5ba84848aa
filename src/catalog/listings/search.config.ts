import { Matches } from 'class-validator';
import { Config, Env } from '../../common/config/settings.js';

/** How search treats words. */
@Config()
export class SearchConfig {
  /**
   * Language of titles and descriptions, for matching word forms: `english`, `german`, `french` or another one of
   * PostgreSQL's; `simple` matches exact words. After a change run `catalog:reindex`; until then old and new rules are
   * mixed.
   */
  @Env('CATALOG_SEARCH_LANGUAGE')
  @Matches(/^[a-z]{1,50}$/, { message: 'CATALOG_SEARCH_LANGUAGE must name a language, such as english' })
  language: string = 'english';

  /** Text search configuration of the language, without accents. */
  get configuration(): string {
    return `catalog_${this.language}`;
  }
}
