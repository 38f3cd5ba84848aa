import { PartialType, PickType } from '@nestjs/swagger';
import { CreateTaxRateDto } from './create-tax-rate.dto.js';

/** What changes of a tax rate. Its place stays: a rate for another place is another rate. */
export class UpdateTaxRateDto extends PartialType(PickType(CreateTaxRateDto, ['name', 'millionths']), {
  skipNullProperties: false,
}) {}
