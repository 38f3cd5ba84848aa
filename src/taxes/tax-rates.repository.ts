import { Injectable } from '@nestjs/common';
import { type Question, question } from '../common/database/question.js';
import { Transaction } from '../common/database/transaction.js';
import type { TaxRate } from './entities/tax-rate.entity.js';

export type NewTaxRate = Pick<TaxRate, 'id' | 'name' | 'country' | 'region' | 'millionths'>;

@Injectable()
export class TaxRatesRepository {
  constructor(private readonly transaction: Transaction) {}

  async insert({ id, name, country, region, millionths }: NewTaxRate): Promise<void> {
    await this.transaction.sql(
      'INSERT INTO tax_rates (id, name, country, region, millionths) VALUES ($1, $2, $3, $4, $5)',
      [id, name, country, region, millionths],
    );
  }

  async find(id: string): Promise<TaxRate | undefined> {
    const [rate] = await this.transaction.sql<TaxRate>(
      `SELECT id, name, country, region, millionths, version, created_at AS "createdAt", updated_at AS "updatedAt"
       FROM tax_rates WHERE id = $1`,
      [id],
    );
    return rate;
  }

  pageAfter(id: string | undefined, limit: number): Promise<TaxRate[]> {
    return this.transaction.sql<TaxRate>(
      `SELECT id, name, country, region, millionths, version, created_at AS "createdAt", updated_at AS "updatedAt"
       FROM tax_rates WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
      [id ?? null, limit],
    );
  }

  rateFor<Rate extends Pick<TaxRate, 'name' | 'millionths'>>(
    country: string,
    regions: readonly string[],
    otherwise: Rate,
  ): Question<Rate> {
    return question<Rate, Rate>(
      `SELECT name, millionths FROM tax_rates
       WHERE country = $1 AND (region IS NULL OR region = ANY ($2::text[]))
       ORDER BY array_position($2::text[], region) NULLS LAST LIMIT 1`,
      [country, regions],
      ([rate = otherwise]) => rate,
    );
  }

  /** Equal values keep the version. Returns false when the id is unknown or the version is another one. */
  async update(
    id: string,
    changes: Partial<Pick<TaxRate, 'name' | 'millionths'>>,
    expectedVersion: number | undefined,
  ): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE tax_rates
       SET name = coalesce($2, name), millionths = coalesce($3, millionths),
         version = version + CASE WHEN name = coalesce($2, name) AND millionths = coalesce($3, millionths) THEN 0 ELSE 1 END,
         updated_at = CASE WHEN name = coalesce($2, name) AND millionths = coalesce($3, millionths)
           THEN updated_at ELSE now() END
       WHERE id = $1 AND ($4::integer IS NULL OR version = $4)`,
      [id, changes.name ?? null, changes.millionths ?? null, expectedVersion ?? null],
    );
    return count === 1;
  }

  async delete(id: string, expectedVersion: number | undefined): Promise<boolean> {
    const { count } = await this.transaction.execute(
      'DELETE FROM tax_rates WHERE id = $1 AND ($2::integer IS NULL OR version = $2)',
      [id, expectedVersion ?? null],
    );
    return count === 1;
  }
}
