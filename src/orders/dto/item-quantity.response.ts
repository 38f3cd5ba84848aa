import { ApiProperty } from '@nestjs/swagger';

export class ItemQuantityResponse {
  /** Id of the order's item. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  itemId: string;

  /** Number of units. */
  @ApiProperty({ type: 'integer', example: 1 })
  quantity: number;

  static from({ orderLineId, quantity }: { readonly orderLineId: string; readonly quantity: number }) {
    return Object.assign(new ItemQuantityResponse(), { itemId: orderLineId, quantity });
  }
}
