import { Injectable } from '@nestjs/common';
import { Job } from '../common/events/subscribe.decorator.js';
import { CartConfig } from './cart.config.js';
import { CartsRepository } from './carts.repository.js';

/** Small enough for the statement time-out at any table size. */
const BATCH = 1_000;

/** Ordered carts stay as long as their orders hold personal data. */
@Injectable()
export class CartsPurgeJobs {
  constructor(
    private readonly carts: CartsRepository,
    private readonly config: CartConfig,
  ) {}

  @Job('carts.purge', {
    says: "Deletes guests' carts that nobody has touched for a long time, and merged carts",
    cron: '43 3 * * *',
  })
  async purge(): Promise<void> {
    while ((await this.carts.deleteForgotten(this.config.guestCartDays, BATCH)) === BATCH);
  }
}
