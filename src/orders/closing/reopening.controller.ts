import { Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { MergedCartResponse, TooManyItems } from '../../cart/index.js';
import { NotFound } from '../../common/errors/errors.js';
import { Public } from '../../common/http/access.decorator.js';
import { Idempotent } from '../../common/http/idempotency/idempotent.decorator.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { UuidParam } from '../../common/http/uuid-param.js';
import { type OrderAccess, ProvenAccess } from '../order-access.js';
import { OrderNotPayable, PaymentInProgress } from '../orders.errors.js';
import { ReopeningService } from './reopening.service.js';

@ApiTags('orders')
@Controller('orders/:id/reopening')
export class ReopeningController {
  constructor(private readonly reopenings: ReopeningService) {}

  /**
   * Reopen an unpaid order as a cart, to change it and order again
   * @remarks Cancels the order and frees its stock. A guest gets a new cart with the items, e-mail address, addresses
   * and shipping method, at current prices; for a customer they are merged into the open cart as by a claim, and
   * `setAside` lists what was dropped. Refused while a payment is under way (cancel the payment first), and once the
   * order was placed or has ended. A repeated call returns the same cart as it is by then.
   */
  @Post()
  @Public()
  @Idempotent()
  @Problems(NotFound, OrderNotPayable, PaymentInProgress, TooManyItems)
  @ApiCreatedResponse({ type: MergedCartResponse })
  async reopenOrder(
    @UuidParam('id') id: string,
    @ProvenAccess() access: OrderAccess,
  ): Promise<MergedCartResponse> {
    return MergedCartResponse.from(await this.reopenings.reopen(id, access));
  }
}
