import { OmitType, PartialType } from '@nestjs/swagger';
import { CreateVariantDto } from './create-variant.dto.js';

/** Parts of a variant to change. A list of prices takes the place of the one before. */
export class UpdateVariantDto extends PartialType(OmitType(CreateVariantDto, ['onHand']), {
  skipNullProperties: false,
}) {}
