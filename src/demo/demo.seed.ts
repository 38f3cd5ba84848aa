import { Injectable } from '@nestjs/common';
import { AuthFacade } from '../auth/index.js';
import { Transaction } from '../common/database/transaction.js';
import { ShippingFacade } from '../shipping/index.js';
import { TaxesFacade } from '../taxes/index.js';
import type { DemoPrices } from './catalog/demo-product.js';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo.accounts.js';
import { DemoCatalog } from './demo.catalog.js';
import { DemoRepository } from './demo.repository.js';
import { SHIPPING_METHODS, TAX_RATES } from './demo.places.js';

/** Loads the demo shop: products, shipping, taxes, and two accounts whose password everybody knows. */
@Injectable()
export class DemoSeed {
  constructor(
    private readonly transaction: Transaction,
    private readonly database: DemoRepository,
    private readonly catalog: DemoCatalog,
    private readonly shipping: ShippingFacade,
    private readonly taxes: TaxesFacade,
    private readonly auth: AuthFacade,
  ) {}

  /**
   * Loads everything or nothing, into a shop without products; any other shop stays as it is. Returns whether it
   * loaded.
   */
  load(): Promise<boolean> {
    return this.transaction.run(async () => {
      await this.database.waitForTurn();
      if (await this.database.hasProducts()) return false;

      await this.openAccounts();
      await this.setPlaces();
      await this.catalog.fill();
      return true;
    });
  }

  private async openAccounts(): Promise<void> {
    for (const account of DEMO_ACCOUNTS)
      await this.auth.createAccount({
        ...account,
        password: DEMO_PASSWORD,
        isPasswordPublished: true,
      });
  }

  private async setPlaces(): Promise<void> {
    for (const { name, rates } of SHIPPING_METHODS) {
      await this.shipping.createMethod({
        name,
        rates: rates.flatMap(({ country, prices, from }) =>
          (['USD', 'EUR'] as const).map((currency) => ({
            country,
            price: inCurrency(prices, currency),
            minSubtotal: from && inCurrency(from, currency),
          })),
        ),
      });
    }
    for (const rate of TAX_RATES) await this.taxes.createRate(rate);
  }
}

const inCurrency = (prices: DemoPrices, currency: 'USD' | 'EUR') => ({ amount: prices[currency], currency });
