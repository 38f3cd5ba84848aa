import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';

/** Where the shoppers of orders that came to nothing went on. */
@Injectable()
export class ReopeningRepository {
  constructor(private readonly transaction: Transaction) {}

  /** The order is locked by the caller, and canceled: a constraint refuses any other. */
  async note(orderId: string, cartId: string): Promise<void> {
    await this.transaction.sql('UPDATE orders SET reopened_cart_id = $2 WHERE id = $1', [orderId, cartId]);
  }
}
