import { PartialType, PickType } from '@nestjs/swagger';
import { CreateTaxRateDto } from './create-tax-rate.dto.js';

/** A rate keeps its place: another place needs another rate. */
export class UpdateTaxRateDto extends PartialType(PickType(CreateTaxRateDto, ['name', 'millionths']), {
  skipNullProperties: false,
}) {}
