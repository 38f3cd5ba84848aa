import { Injectable } from '@nestjs/common';
import type { Question } from '../common/database/question.js';
import type { CreateTaxRateDto } from './dto/create-tax-rate.dto.js';
import { regionsTaxing } from './region.js';
import { TaxRatesRepository } from './tax-rates.repository.js';
import { TaxRatesService } from './tax-rates.service.js';

export interface ApplicableTax {
  readonly name: string;
  readonly millionths: number;
}

const NO_TAX: ApplicableTax = { name: 'No tax', millionths: 0 };

@Injectable()
export class TaxesFacade {
  constructor(
    private readonly repository: TaxRatesRepository,
    private readonly rates: TaxRatesService,
  ) {}

  /** The rate of the region, else of the one around it, else of the country, else 0. */
  rateFor(country: string, region?: string): Question<ApplicableTax> {
    const regions = region === undefined ? [] : regionsTaxing(country, region);
    return this.repository.rateFor(country, regions, NO_TAX);
  }

  /** Creates a rate, for seeds. */
  async createRate(rate: CreateTaxRateDto): Promise<{ readonly id: string }> {
    return this.rates.create(rate);
  }
}
