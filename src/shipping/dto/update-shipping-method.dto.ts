import { PartialType } from '@nestjs/swagger';
import { CreateShippingMethodDto } from './create-shipping-method.dto.js';

/** What changes of a shipping method. Rates, when given, replace all that were there. */
export class UpdateShippingMethodDto extends PartialType(CreateShippingMethodDto, {
  skipNullProperties: false,
}) {}
