import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import { ListingsRenewal, type Refiling } from './listings-renewal.js';

interface Renewal {
  readonly after?: string;
}

/** Renews listings in the background. */
@Injectable()
export class ListingsJobs {
  constructor(
    private readonly transaction: Transaction,
    private readonly renewal: ListingsRenewal,
  ) {}

  @Job('catalog.refile', { says: 'Renews what listings say of their categories' })
  async refile(refiling: Refiling): Promise<void> {
    await this.transaction.run(() => this.renewal.refile(refiling));
  }

  @Job('catalog.renew_all', { says: 'Renews the listings of all products' })
  renewAll({ after }: Renewal): Promise<void> {
    return this.renewal.renewNext('catalog.renew_all', after);
  }

  /** Does the same as `catalog.renew_all`. Older processes do not know this name, and would not fill in these values. */
  @Job('catalog.fill_available_values', {
    says: 'Fills in which option values are in stock, for listings of an older version',
  })
  fillAvailableValues({ after }: Renewal): Promise<void> {
    return this.renewal.renewNext('catalog.fill_available_values', after);
  }

  @Job('catalog.renew_listings', {
    says: 'Moves sales that have begun or ended into product_listings',
    cron: '* * * * *',
  })
  moveSales(): Promise<void> {
    return this.renewal.moveSales();
  }
}
