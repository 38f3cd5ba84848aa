import { IsOptional } from 'class-validator';
import { IN_FORCE_PATTERN } from '../../money/currencies.js';
import { IsCurrency } from '../../money/is-currency.validator.js';
import { QueryFlag } from '../../http/validators.js';

/** Form fields beside the file. */
export class ImportFieldsDto {
  /** Reports what would happen, without changes. */
  @QueryFlag()
  dryRun?: boolean;

  /** ISO 4217 code for prices without a currency of their own; by default the shop's. */
  @IsOptional()
  @IsCurrency()
  currency?: string;
}

/** The same fields, for the OpenAPI schema of the form. */
export const IMPORT_FIELDS = {
  dryRun: {
    type: 'string',
    pattern: '^(true|false)$',
    description: '`true` reports what would happen, without changes.',
    example: 'false',
  },
  currency: {
    type: 'string',
    pattern: IN_FORCE_PATTERN,
    description: "ISO 4217 code for prices without a currency of their own; by default the shop's.",
    example: 'USD',
  },
};
