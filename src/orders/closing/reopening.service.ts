import { Injectable } from '@nestjs/common';
import { CartFacade, type MergedCart, type ReopenedCart } from '../../cart/index.js';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import { ClosingService } from './closing.service.js';
import type { Order } from '../entities/order.entity.js';
import type { OrderAccess } from '../order-access.js';
import { OrderNotPayable, PaymentInProgress } from '../orders.errors.js';
import { OrdersRepository } from '../orders.repository.js';
import { ReopeningRepository } from './reopening.repository.js';

@Injectable()
export class ReopeningService {
  constructor(
    private readonly transaction: Transaction,
    private readonly orders: OrdersRepository,
    private readonly reopenings: ReopeningRepository,
    private readonly carts: CartFacade,
    private readonly closing: ClosingService,
  ) {}

  /** Only its shopper may do this, not even staff. A repeated call returns the same cart, as it is by then. */
  async reopen(id: string, { userId, orderToken }: OrderAccess): Promise<MergedCart> {
    const access = { userId, orderToken };
    const seen = found(await this.orders.find(id, access));
    const shopper = seen.customerId ?? undefined;
    const reopened = before(seen) ?? (await this.transaction.run(() => this.once(id, access, shopper)));
    // After the commit: until then other shoppers wait for the stock rows.
    return this.carts.getReopened(reopened, shopper);
  }

  private async once(id: string, access: OrderAccess, shopper: string | undefined): Promise<ReopenedCart> {
    await this.carts.lockOpen(shopper);
    const order = found(await this.orders.lock(id, access));
    const earlier = before(order);
    if (earlier) return earlier;
    refuseOthers(order);

    const reopened = await this.carts.reopen(order.cartId, shopper);
    await failpoint('orders.reopening_written');
    await this.closing.cancel(order, { kind: 'shopper', userId: access.userId }, 'reopened as a cart');
    await this.reopenings.note(order.id, reopened.cartId);
    return reopened;
  }
}

function found(order: Order | null): Order {
  if (!order) throw new NotFound('order');
  return order;
}

const before = ({ reopenedCartId: cartId }: Order): ReopenedCart | undefined =>
  cartId === null ? undefined : { cartId };

/** A placed order stands, even if its money was lost; with a payment under way, money may still come. */
function refuseOthers(order: Order): void {
  if (order.status !== 'pending_payment') throw new OrderNotPayable(order.status);
  if (order.isPaymentUnderWay) throw new PaymentInProgress();
}
