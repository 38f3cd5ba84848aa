import { Injectable } from '@nestjs/common';
import { type Question, question } from '../common/database/question.js';
import type { CreateShippingMethodDto } from './dto/create-shipping-method.dto.js';
import { type MethodTiers, ShippingRates } from './shipping-rates.js';
import { ShippingMethodsRepository } from './shipping-methods.repository.js';
import { ShippingMethodsService } from './shipping-methods.service.js';

@Injectable()
export class ShippingFacade {
  constructor(
    private readonly repository: ShippingMethodsRepository,
    private readonly methods: ShippingMethodsService,
  ) {}

  /** A country's own rates replace those of the rest of the world, even below their lowest value. */
  ratesTo(country: string, currency: string, methodId?: string): Question<ShippingRates> {
    return question<MethodTiers, ShippingRates>(
      `SELECT method.id, method.name, (
         SELECT coalesce(json_agg(json_build_object('minSubtotal', tier.min_subtotal, 'price', tier.price)
                  ORDER BY tier.min_subtotal), '[]')
         FROM shipping_rates tier
         WHERE tier.method_id = method.id AND tier.currency = $2
           AND tier.country = CASE WHEN EXISTS (
             SELECT FROM shipping_rates own
             WHERE own.method_id = method.id AND own.currency = $2 AND own.country = $1
           ) THEN $1 ELSE '*' END) AS tiers
       FROM shipping_methods method
       WHERE $3::uuid IS NULL OR method.id = $3
       ORDER BY method.name, method.id`,
      [country, currency, methodId ?? null],
      (rows) => new ShippingRates(currency, rows),
    );
  }

  /** Whether the method exists, wherever it delivers. */
  methodExists(methodId: string): Promise<boolean> {
    return this.repository.exists(methodId);
  }

  /** Creates a method, for seeds. */
  async createMethod(method: CreateShippingMethodDto): Promise<{ readonly id: string }> {
    return this.methods.create(method);
  }
}
