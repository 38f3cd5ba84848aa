import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { AddressDto } from '../../common/address/address.dto.js';
import { Email } from '../../common/http/validators.js';

export class UpdateCartDto {
  /** Address that receives the messages about the order. */
  @Email()
  @ApiPropertyOptional({ type: 'string', nullable: true })
  @IsOptional()
  email?: string | null;

  /** Address that receives the goods; it determines shipping and tax. */
  @ApiPropertyOptional({ type: () => AddressDto, nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AddressDto)
  shippingAddress?: AddressDto | null;

  /** Address on the bill; null means the shipping address. */
  @ApiPropertyOptional({ type: () => AddressDto, nullable: true, example: null })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AddressDto)
  billingAddress?: AddressDto | null;

  /** Id of one of the cart's shipping methods. */
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
