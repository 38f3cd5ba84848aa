import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InvalidConfiguration } from '../../common/config/settings.js';
import { Transaction } from '../../common/database/transaction.js';
import { SearchConfig } from './search.config.js';

/** Keeps a shop from starting with a language that its PostgreSQL does not know. */
@Injectable()
export class SearchLanguage implements OnApplicationBootstrap {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: SearchConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const rows = await this.transaction.sql<{ name: string }>(
      `SELECT cfgname AS name FROM pg_ts_config
       WHERE cfgnamespace = 'public'::regnamespace AND cfgname LIKE 'catalog\\_%' ORDER BY cfgname`,
    );
    const names = rows.map(({ name }) => name);
    if (names.includes(this.config.configuration)) return;
    const known = names.map((name) => name.slice('catalog_'.length)).join(', ');
    throw new InvalidConfiguration([`CATALOG_SEARCH_LANGUAGE must be one of: ${known}`]);
  }
}
