import { IsOptional } from 'class-validator';
import { IN_FORCE_PATTERN } from '../../money/currencies.js';
import { IsCurrency } from '../../money/is-currency.validator.js';
import { QueryFlag } from '../../http/validators.js';

/** What may be said beside a file that is to be imported. */
export class ImportFieldsDto {
  /** Finds out what would happen, and changes nothing. */
  @QueryFlag()
  dryRun?: boolean;

  /** ISO 4217 code of those prices that do not say it themselves; the shop's unless it is given. */
  @IsOptional()
  @IsCurrency()
  currency?: string;
}

/** The same, for the description of the form. */
export const IMPORT_FIELDS = {
  dryRun: {
    type: 'string',
    pattern: '^(true|false)$',
    description: '`true` finds out what would happen, and changes nothing.',
    example: 'false',
  },
  currency: {
    type: 'string',
    pattern: IN_FORCE_PATTERN,
    description:
      "ISO 4217 code of those prices that do not say it themselves; the shop's unless it is given.",
    example: 'USD',
  },
};
