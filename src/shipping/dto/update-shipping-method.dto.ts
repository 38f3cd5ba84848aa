import { PartialType } from '@nestjs/swagger';
import { CreateShippingMethodDto } from './create-shipping-method.dto.js';

/** Changes of a shipping method. New rates replace all existing ones. */
export class UpdateShippingMethodDto extends PartialType(CreateShippingMethodDto, {
  skipNullProperties: false,
}) {}
