import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';

/** A shipping method that serves the cart, with its price there. */
export class ShippingOptionResponse {
  /** For the cart's `shippingMethodId`. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** What shoppers read. */
  @ApiProperty({ example: 'Standard' })
  name: string;

  /** Before tax. */
  price: MoneyDto;
}

/** The methods to choose from, cheapest first. */
export class ShippingOptionsResponse {
  /** Empty as long as the cart has no shipping address. */
  items: ShippingOptionResponse[];
}
