import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../common/database/ids.js';
import { Transaction } from '../common/database/transaction.js';
import type { ShippingMethod } from './entities/shipping-method.entity.js';
import type { ShippingRate } from './entities/shipping-rate.entity.js';

export type RateRow = Pick<ShippingRate, 'country' | 'currency' | 'minSubtotal' | 'price'>;

export type MethodWithRates = ShippingMethod & { readonly rates: readonly RateRow[] };

@Injectable()
export class ShippingMethodsRepository {
  constructor(private readonly transaction: Transaction) {}

  async insert(id: string, name: string, rates: readonly RateRow[]): Promise<void> {
    await this.transaction.sql('INSERT INTO shipping_methods (id, name) VALUES ($1, $2)', [id, name]);
    await this.insertRates(id, rates);
  }

  async find(id: string): Promise<MethodWithRates | undefined> {
    const [method] = await this.transaction.sql<MethodWithRates>(
      `SELECT method.id, method.name, method.version, method.created_at AS "createdAt", method.updated_at AS "updatedAt",
         (SELECT coalesce(json_agg(json_build_object('country', rate.country, 'currency', rate.currency,
                   'minSubtotal', rate.min_subtotal, 'price', rate.price)
                   ORDER BY rate.country, rate.currency, rate.min_subtotal), '[]')
          FROM shipping_rates rate WHERE rate.method_id = method.id) AS rates
       FROM shipping_methods method
       WHERE method.id = $1`,
      [id],
    );
    return method;
  }

  /** Oldest first. */
  pageAfter(id: string | undefined, limit: number): Promise<MethodWithRates[]> {
    return this.transaction.sql<MethodWithRates>(
      `SELECT method.id, method.name, method.version, method.created_at AS "createdAt", method.updated_at AS "updatedAt",
         (SELECT coalesce(json_agg(json_build_object('country', rate.country, 'currency', rate.currency,
                   'minSubtotal', rate.min_subtotal, 'price', rate.price)
                   ORDER BY rate.country, rate.currency, rate.min_subtotal), '[]')
          FROM shipping_rates rate WHERE rate.method_id = method.id) AS rates
       FROM shipping_methods method
       WHERE $1::uuid IS NULL OR method.id > $1
       ORDER BY method.id
       LIMIT $2`,
      [id ?? null, limit],
    );
  }

  async lock(id: string): Promise<MethodWithRates | undefined> {
    await this.transaction.sql('SELECT FROM shipping_methods WHERE id = $1 FOR NO KEY UPDATE', [id]);
    return this.find(id);
  }

  async update(id: string, name: string): Promise<void> {
    await this.transaction.sql(
      'UPDATE shipping_methods SET name = $2, version = version + 1, updated_at = now() WHERE id = $1',
      [id, name],
    );
  }

  async replaceRates(id: string, rates: readonly RateRow[]): Promise<void> {
    await this.transaction.sql('DELETE FROM shipping_rates WHERE method_id = $1', [id]);
    await this.insertRates(id, rates);
  }

  async delete(id: string, expectedVersion: number | undefined): Promise<boolean> {
    const { count } = await this.transaction.execute(
      'DELETE FROM shipping_methods WHERE id = $1 AND ($2::integer IS NULL OR version = $2)',
      [id, expectedVersion ?? null],
    );
    return count === 1;
  }

  async exists(id: string): Promise<boolean> {
    const rows = await this.transaction.sql('SELECT FROM shipping_methods WHERE id = $1', [id]);
    return rows.length > 0;
  }

  private async insertRates(methodId: string, rates: readonly RateRow[]): Promise<void> {
    const rows = rates.map((rate) => ({ id: uuidv7(), ...rate }));
    await this.transaction.sql(
      `INSERT INTO shipping_rates (id, method_id, country, currency, min_subtotal, price)
       SELECT rate.id, $1, rate.country, rate.currency, rate."minSubtotal", rate.price
       FROM jsonb_to_recordset($2::jsonb)
         AS rate(id uuid, country text, currency text, "minSubtotal" bigint, price bigint)`,
      [methodId, JSON.stringify(rows)],
    );
  }
}
