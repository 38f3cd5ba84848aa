import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';

@Injectable()
export class ReopeningRepository {
  constructor(private readonly transaction: Transaction) {}

  /** The caller has locked and canceled the order: a constraint refuses any other. */
  async note(orderId: string, cartId: string): Promise<void> {
    await this.transaction.sql('UPDATE orders SET reopened_cart_id = $2 WHERE id = $1', [orderId, cartId]);
  }
}
