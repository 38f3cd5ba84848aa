import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { type Money, money } from '../common/money/money.js';
import type { CreateShippingMethodDto } from './dto/create-shipping-method.dto.js';
import { ShippingMethodsRepository } from './shipping-methods.repository.js';
import { ShippingMethodsService } from './shipping-methods.service.js';

/** A method that serves a cart, with its price there. */
export interface ShippingOption {
  readonly id: string;
  readonly name: string;
  readonly price: Money;
}

interface OptionRow {
  readonly id: string;
  readonly name: string;
  readonly price: number;
}

/** What other modules may ask of shipping. */
@Injectable()
export class ShippingFacade {
  constructor(
    private readonly transaction: Transaction,
    private readonly repository: ShippingMethodsRepository,
    private readonly methods: ShippingMethodsService,
  ) {}

  /** The methods that serve the country for goods of this value, in its currency; cheapest first. One statement. */
  methodsFor(country: string, subtotal: Money): Promise<readonly ShippingOption[]> {
    return this.options(country, subtotal, null);
  }

  /** One method, if it serves that country, currency and value. One statement. */
  async option(methodId: string, country: string, subtotal: Money): Promise<ShippingOption | undefined> {
    const [option] = await this.options(country, subtotal, methodId);
    return option;
  }

  /** Whether there is such a method at all, wherever it goes. */
  methodExists(methodId: string): Promise<boolean> {
    return this.repository.exists(methodId);
  }

  /** For seeds. */
  async createMethod(method: CreateShippingMethodDto): Promise<{ readonly id: string }> {
    return this.methods.create(method);
  }

  /**
   * A country's own rates replace those of the rest of the world, also when the value is below all of them: so a shop
   * can ask for a minimum in one country alone.
   */
  private async options(
    country: string,
    subtotal: Money,
    methodId: string | null,
  ): Promise<ShippingOption[]> {
    const rows = await this.transaction.sql<OptionRow>(
      `SELECT method.id, method.name, rate.price
       FROM shipping_methods method
       CROSS JOIN LATERAL (
         SELECT tier.price
         FROM shipping_rates tier
         WHERE tier.method_id = method.id AND tier.currency = $2 AND tier.min_subtotal <= $3
           AND tier.country = CASE WHEN EXISTS (
             SELECT FROM shipping_rates own
             WHERE own.method_id = method.id AND own.currency = $2 AND own.country = $1
           ) THEN $1 ELSE '*' END
         ORDER BY tier.min_subtotal DESC
         LIMIT 1
       ) rate
       WHERE $4::uuid IS NULL OR method.id = $4
       ORDER BY rate.price, method.name, method.id`,
      [country, subtotal.currency, subtotal.amount, methodId],
    );
    return rows.map(({ id, name, price }) => ({ id, name, price: money(price, subtotal.currency) }));
  }
}
