import { Injectable } from '@nestjs/common';
import { CartFacade } from '../../cart/index.js';
import { Transaction } from '../../common/database/transaction.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import { OrdersConfig } from '../orders.config.js';

/** Small enough for the statement time-out, whatever the table holds. */
const BATCH = 500;

/** What stands where somebody's data stood: an address that nobody can have (RFC 2606). */
export const FORGOTTEN_EMAIL = 'forgotten@example.invalid';

/** Takes personal data out of guests' orders that came to nothing. Numbers, lines, amounts and the country stay. */
@Injectable()
export class ForgettingService {
  constructor(
    private readonly transaction: Transaction,
    private readonly carts: CartFacade,
    private readonly config: OrdersConfig,
  ) {}

  /** Orders for which money moved, however it ended, are none of them. */
  @Job('orders.forget_unpaid', { cron: '53 3 * * *' })
  async forgetUnpaid(): Promise<void> {
    while ((await this.transaction.run(() => this.forgetSome())) === BATCH);
  }

  /** With the carts that they were made from. */
  private async forgetSome(): Promise<number> {
    const forgotten = await this.transaction.sql<{ cartId: string }>(
      `UPDATE orders SET forgotten_at = now(), email = $3, client_network = NULL,
         shipping_address = json_build_object('name', '-', 'line1', '-', 'city', '-',
           'country', shipping_address ->> 'country'),
         billing_address = json_build_object('name', '-', 'line1', '-', 'city', '-',
           'country', billing_address ->> 'country')
       WHERE id IN (
         SELECT id FROM orders
         WHERE status IN ('expired', 'canceled') AND placed_at IS NULL AND customer_id IS NULL
           AND payment_status IN ('none', 'failed') AND forgotten_at IS NULL
           AND updated_at < now() - make_interval(days => $1)
         LIMIT $2
         FOR UPDATE SKIP LOCKED)
       RETURNING cart_id AS "cartId"`,
      [this.config.forgetUnpaidDays, BATCH, FORGOTTEN_EMAIL],
    );
    await this.carts.forget(forgotten.map(({ cartId }) => cartId));
    return forgotten.length;
  }
}
