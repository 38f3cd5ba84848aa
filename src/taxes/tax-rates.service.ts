import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../common/database/ids.js';
import { Transaction } from '../common/database/transaction.js';
import { NotFound, StaleVersion } from '../common/errors/errors.js';
import { Cursors, type Page, type PageQuery } from '../common/http/pagination.js';
import type { CreateTaxRateDto } from './dto/create-tax-rate.dto.js';
import type { UpdateTaxRateDto } from './dto/update-tax-rate.dto.js';
import type { TaxRate } from './entities/tax-rate.entity.js';
import { rateRegion } from './region.js';
import { TaxRatesRepository } from './tax-rates.repository.js';

const LIST = 'tax-rates';

@Injectable()
export class TaxRatesService {
  constructor(
    private readonly transaction: Transaction,
    private readonly rates: TaxRatesRepository,
    private readonly cursors: Cursors,
  ) {}

  create({ name, country, region, millionths }: CreateTaxRateDto): Promise<TaxRate> {
    return this.transaction.run(async () => {
      const id = uuidv7();
      const place = region === undefined ? null : rateRegion(country, region);
      await this.rates.insert({ id, name, country, region: place, millionths });
      return this.get(id);
    });
  }

  async list(query: PageQuery): Promise<Page<TaxRate>> {
    const [after] = this.cursors.decode(LIST, query.cursor) ?? [];
    const rows = await this.rates.pageAfter(after as string | undefined, query.limit + 1);
    return this.cursors.page(rows, query.limit, LIST, (last) => [last.id]);
  }

  async get(id: string): Promise<TaxRate> {
    const rate = await this.rates.find(id);
    if (!rate) throw new NotFound('tax rate');
    return rate;
  }

  /** Orders keep the rate that they were placed with. */
  update(id: string, dto: UpdateTaxRateDto, expectedVersion?: number): Promise<TaxRate> {
    return this.transaction.run(async () => {
      if (!(await this.rates.update(id, dto, expectedVersion))) await this.refuse(id);
      return this.get(id);
    });
  }

  async remove(id: string, expectedVersion?: number): Promise<void> {
    if (!(await this.rates.delete(id, expectedVersion))) await this.refuse(id);
  }

  private async refuse(id: string): Promise<never> {
    if (await this.rates.find(id)) throw new StaleVersion();
    throw new NotFound('tax rate');
  }
}
