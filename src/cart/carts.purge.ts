import { Injectable } from '@nestjs/common';
import { Job } from '../common/events/subscribe.decorator.js';
import { GUEST_CART_DAYS } from './cart.limits.js';
import { CartsRepository } from './carts.repository.js';

/** Small enough for the statement time-out, whatever the table holds. */
const BATCH = 1_000;

/** Forgets carts that nobody will come back for. Carts of customers, and ordered ones, stay. */
@Injectable()
export class CartsPurge {
  constructor(private readonly carts: CartsRepository) {}

  @Job('carts.purge', { cron: '43 3 * * *' })
  async purge(): Promise<void> {
    while ((await this.carts.deleteForgotten(GUEST_CART_DAYS, BATCH)) === BATCH);
  }
}
