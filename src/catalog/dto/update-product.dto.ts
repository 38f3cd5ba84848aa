import { OmitType, PartialType } from '@nestjs/swagger';
import { CreateProductDto } from './create-product.dto.js';

/** Fields of a product to change. A list replaces the old one; variants have their own routes. */
export class UpdateProductDto extends PartialType(OmitType(CreateProductDto, ['variants']), {
  skipNullProperties: false,
}) {}
