import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';

export class ShippingOptionResponse {
  /** Id of the method, for the cart's `shippingMethodId`. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** Name to show to shoppers. */
  @ApiProperty({ example: 'Standard' })
  name: string;

  /** Price before tax. */
  price: MoneyDto;
}

export class ShippingOptionsResponse {
  /** Methods to choose from; empty until the cart has a shipping address. */
  items: ShippingOptionResponse[];
}
