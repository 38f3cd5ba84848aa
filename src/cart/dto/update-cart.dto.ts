import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { AddressDto } from '../../common/address/address.dto.js';
import { Email } from '../../common/http/validators.js';

/** What changes of a cart: a field that is left out stays as it is, null clears it. */
export class UpdateCartDto {
  /** Where the order's messages go. */
  @Email()
  @ApiPropertyOptional({ type: 'string', nullable: true })
  @IsOptional()
  email?: string | null;

  /** Where the goods go: shipping and taxes follow from it. */
  @ApiPropertyOptional({ type: () => AddressDto, nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AddressDto)
  shippingAddress?: AddressDto | null;

  /** Where the bill goes; null means the shipping address. */
  @ApiPropertyOptional({ type: () => AddressDto, nullable: true, example: null })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AddressDto)
  billingAddress?: AddressDto | null;

  /** One of the cart's shipping methods. */
  @ApiPropertyOptional({
    type: 'string',
    format: 'uuid',
    nullable: true,
    example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11',
  })
  @IsOptional()
  @IsUUID('all')
  shippingMethodId?: string | null;
}
