import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
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
import { IsoTime } from './iso-time.validator.js';

/** Filters of the order list; all that are given must hold. */
export class ListOrdersQuery extends PageQuery {
  /** Where the orders stand. */
  @ApiPropertyOptional({ enum: ORDER_STATUSES })
  @IsOptional()
  @IsIn(ORDER_STATUSES)
  status?: OrderStatus;

  /** How their money stands. */
  @ApiPropertyOptional({ enum: ORDER_PAYMENT_STATUSES })
  @IsOptional()
  @IsIn(ORDER_PAYMENT_STATUSES)
  paymentStatus?: OrderPaymentStatus;

  /** How far their goods have gone. */
  @ApiPropertyOptional({ enum: FULFILLMENT_STATUSES })
  @IsOptional()
  @IsIn(FULFILLMENT_STATUSES)
  fulfillmentStatus?: FulfillmentStatus;

  /** The whole address, in any case. */
  @IsOptional()
  @Email()
  email?: string;

  /** The order number. */
  @ApiPropertyOptional({ example: '1001' })
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: '$property must be an order number' })
  number?: string;

  /** Made at this time or later. */
  @IsoTime()
  createdFrom?: Date;

  /** Made before this time. */
  @IsoTime()
  createdTo?: Date;
}
