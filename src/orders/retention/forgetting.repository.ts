import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';

/** Replaces a forgotten address. Nobody can own it (RFC 2606). */
const FORGOTTEN_EMAIL = 'forgotten@example.invalid';

@Injectable()
export class ForgettingRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Returns the carts that these orders were made from. */
  async forgetUnpaid(days: number, most: number): Promise<string[]> {
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
      [days, most, FORGOTTEN_EMAIL],
    );
    return forgotten.map(({ cartId }) => cartId);
  }
}
