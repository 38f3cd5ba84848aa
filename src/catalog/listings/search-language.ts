import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InvalidConfiguration } from '../../common/config/settings.js';
import { ProductListingsRepository } from './product-listings.repository.js';
import { SearchConfig } from './search.config.js';

/** Refuses to start with a language that PostgreSQL does not know. */
@Injectable()
export class SearchLanguage implements OnApplicationBootstrap {
  constructor(
    private readonly listings: ProductListingsRepository,
    private readonly config: SearchConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const names = await this.listings.searchConfigurations();
    if (names.includes(this.config.configuration)) return;
    const known = names.map((name) => name.slice('catalog_'.length)).join(', ');
    throw new InvalidConfiguration([`CATALOG_SEARCH_LANGUAGE must be one of: ${known}`]);
  }
}
