import { OmitType, PartialType } from '@nestjs/swagger';
import { CreateVariantDto } from './create-variant.dto.js';

/** Fields of a variant to change. A list of prices replaces the old one. */
export class UpdateVariantDto extends PartialType(OmitType(CreateVariantDto, ['onHand']), {
  skipNullProperties: false,
}) {}
