import { Injectable } from '@nestjs/common';
import { type Question, question } from '../common/database/question.js';
import type { CreateTaxRateDto } from './dto/create-tax-rate.dto.js';
import { normalizeRegion } from './region.js';
import { TaxRatesService } from './tax-rates.service.js';

/** The rate that holds in a place, in millionths of the price. */
export interface ApplicableTax {
  readonly name: string;
  readonly millionths: number;
}

const NO_TAX: ApplicableTax = { name: 'No tax', millionths: 0 };

/** What other modules may ask of taxes. */
@Injectable()
export class TaxesFacade {
  constructor(private readonly rates: TaxRatesService) {}

  /** The rate of the region, else of the country, else none at all (0). */
  rateFor(country: string, region?: string): Question<ApplicableTax> {
    return question<ApplicableTax, ApplicableTax>(
      `SELECT name, millionths FROM tax_rates
       WHERE country = $1 AND (region IS NULL OR region = $2)
       ORDER BY region NULLS LAST LIMIT 1`,
      [country, region === undefined ? null : normalizeRegion(country, region)],
      ([rate = NO_TAX]) => rate,
    );
  }

  /** For seeds. Throws TaxRateExists. */
  async createRate(rate: CreateTaxRateDto): Promise<{ readonly id: string }> {
    return this.rates.create(rate);
  }
}
