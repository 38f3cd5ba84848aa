import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../common/database/ids.js';
import { Transaction } from '../common/database/transaction.js';
import { NotFound, StaleVersion } from '../common/errors/errors.js';
import { Cursors, type Page, type PageQuery } from '../common/http/pagination.js';
import type { CreateShippingMethodDto } from './dto/create-shipping-method.dto.js';
import type { ShippingRateDto } from './dto/shipping-rate.dto.js';
import type { UpdateShippingMethodDto } from './dto/update-shipping-method.dto.js';
import {
  type MethodWithRates,
  type RateRow,
  ShippingMethodsRepository,
} from './shipping-methods.repository.js';

const LIST = 'shipping-methods';

@Injectable()
export class ShippingMethodsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly methods: ShippingMethodsRepository,
    private readonly cursors: Cursors,
  ) {}

  create(dto: CreateShippingMethodDto): Promise<MethodWithRates> {
    return this.transaction.run(async () => {
      const id = uuidv7();
      await this.methods.insert(id, dto.name, dto.rates.map(rowOf));
      return this.get(id);
    });
  }

  async list(query: PageQuery): Promise<Page<MethodWithRates>> {
    const [after] = this.cursors.decode(LIST, query.cursor) ?? [];
    const rows = await this.methods.pageAfter(after as string | undefined, query.limit + 1);
    return this.cursors.page(rows, query.limit, LIST, (last) => [last.id]);
  }

  async get(id: string): Promise<MethodWithRates> {
    const method = await this.methods.find(id);
    if (!method) throw new NotFound('shipping method');
    return method;
  }

  /** Carts with this method are quoted at its new rates. */
  update(id: string, dto: UpdateShippingMethodDto, expectedVersion?: number): Promise<MethodWithRates> {
    return this.transaction.run(async () => {
      const before = await this.methods.lock(id);
      if (!before) throw new NotFound('shipping method');
      if (expectedVersion !== undefined && expectedVersion !== before.version) throw new StaleVersion();
      if (dto.rates) await this.methods.replaceRates(id, dto.rates.map(rowOf));
      const name = dto.name ?? before.name;
      const { rates } = (await this.methods.find(id))!;
      if (name !== before.name || JSON.stringify(rates) !== JSON.stringify(before.rates))
        await this.methods.update(id, name);
      return this.get(id);
    });
  }

  /** Orders keep a copy of name and price; carts show a problem. */
  async remove(id: string, expectedVersion?: number): Promise<void> {
    if (!(await this.methods.delete(id, expectedVersion))) await this.refuse(id);
  }

  private async refuse(id: string): Promise<never> {
    if (await this.methods.exists(id)) throw new StaleVersion();
    throw new NotFound('shipping method');
  }
}

function rowOf({ country, price, minSubtotal }: ShippingRateDto): RateRow {
  return { country, currency: price.currency, minSubtotal: minSubtotal?.amount ?? 0, price: price.amount };
}
