import { OmitType, PartialType } from '@nestjs/swagger';
import { CreateProductDto } from './create-product.dto.js';

/** Parts of a product to change. A list takes the place of the one before; variants have routes of their own. */
export class UpdateProductDto extends PartialType(OmitType(CreateProductDto, ['variants']), {
  skipNullProperties: false,
}) {}
