import { Injectable } from '@nestjs/common';
import { Job } from '../common/events/subscribe.decorator.js';
import { CartConfig } from './cart.config.js';
import { CartsRepository } from './carts.repository.js';

/** Small enough for the statement time-out, whatever the table holds. */
const BATCH = 1_000;

/** Forgets carts that nobody will come back for. Carts of customers stay, and ordered ones as long as their orders name somebody. */
@Injectable()
export class CartsPurge {
  constructor(
    private readonly carts: CartsRepository,
    private readonly config: CartConfig,
  ) {}

  @Job('carts.purge', { cron: '43 3 * * *' })
  async purge(): Promise<void> {
    while ((await this.carts.deleteForgotten(this.config.guestCartDays, BATCH)) === BATCH);
  }
}
