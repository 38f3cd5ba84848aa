import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Instant } from '../../common/http/instant.validator.js';
import { PageQuery } from '../../common/http/pagination.js';
import { Email } from '../../common/http/validators.js';
import {
  FULFILLMENT_STATUSES,
  type FulfillmentStatus,
  ORDER_PAYMENT_STATUSES,
  ORDER_STATUSES,
  type OrderPaymentStatus,
  type OrderStatus,
} from '../order-transitions.js';

export class ListOrdersQuery extends PageQuery {
  /** Status of the orders. */
  @ApiPropertyOptional({ enum: ORDER_STATUSES })
  @IsOptional()
  @IsIn(ORDER_STATUSES)
  status?: OrderStatus;

  /** Payment status of the orders. */
  @ApiPropertyOptional({ enum: ORDER_PAYMENT_STATUSES })
  @IsOptional()
  @IsIn(ORDER_PAYMENT_STATUSES)
  paymentStatus?: OrderPaymentStatus;

  /** Fulfillment status of the orders. */
  @ApiPropertyOptional({ enum: FULFILLMENT_STATUSES })
  @IsOptional()
  @IsIn(FULFILLMENT_STATUSES)
  fulfillmentStatus?: FulfillmentStatus;

  /** The whole e-mail address, in upper or lower case. */
  @IsOptional()
  @Email()
  email?: string;

  /** Number of the order. */
  @ApiPropertyOptional({ example: '1001' })
  @IsOptional()
  @Matches(/^[0-9]{1,18}$/, { message: '$property must be an order number' })
  number?: string;

  /** Only orders created at this time or later. */
  @ApiPropertyOptional({ example: '2026-11-23T00:00:00Z' })
  @IfPresent()
  @Instant()
  createdFrom?: string;

  /** Only orders created before this time. */
  @ApiPropertyOptional({ example: '2026-12-01T00:00:00Z' })
  @IfPresent()
  @Instant()
  createdTo?: string;
}
