import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { Text } from '../http/validators.js';
import type { Address } from './address.js';
import { CountryCode } from './country-code.validator.js';
import { RegionOfCountry } from './region.validator.js';
import { NullIsAbsent, RequiredByCountry } from './required-by-country.validator.js';

/** Lenient, because every postal system writes codes its own way. */
const POSTAL_CODE = /^[a-zA-Z0-9](?:[a-zA-Z0-9 -]{0,14}[a-zA-Z0-9])?$/;

/** A postal address; the country decides which parts are required. */
export class AddressDto implements Address {
  /** Who receives it. */
  @ApiProperty({ example: 'Mara Lind', maxLength: 200 })
  @Text({ max: 200 })
  name: string;

  /** Company, when it goes to one. */
  @ApiPropertyOptional({ type: 'string', nullable: true, example: 'Lind & Daughters', maxLength: 200 })
  @NullIsAbsent()
  @IsOptional()
  @Text({ max: 200 })
  company?: string;

  /** Street and number. */
  @ApiProperty({ example: '350 5th Ave', maxLength: 200 })
  @Text({ max: 200 })
  line1: string;

  /** Building, floor, apartment. */
  @ApiPropertyOptional({ type: 'string', nullable: true, example: 'Floor 12', maxLength: 200 })
  @NullIsAbsent()
  @IsOptional()
  @Text({ max: 200 })
  line2?: string;

  /** City, town or village. */
  @ApiProperty({ example: 'New York', maxLength: 100 })
  @Text({ max: 100 })
  city: string;

  /**
   * State, province or prefecture, required in AU, BR, CA, CN, IN, JP, MX, US; it decides taxes. ISO 3166-2 codes
   * and names are accepted in any case (`NY`, `us-ny`, `New York`); answers have the code.
   */
  @ApiPropertyOptional({ type: 'string', nullable: true, example: 'NY', maxLength: 100 })
  @Text({ max: 100 })
  @RegionOfCountry()
  @RequiredByCountry('region')
  region?: string;

  /** Postal code; required in countries whose post needs it. */
  @ApiPropertyOptional({
    type: 'string',
    nullable: true,
    example: '10118',
    maxLength: 16,
    pattern: POSTAL_CODE.source,
  })
  @Matches(POSTAL_CODE, { message: '$property must be 1 to 16 letters, digits, spaces or hyphens' })
  @RequiredByCountry('postalCode')
  postalCode?: string;

  /** ISO 3166-1 alpha-2 code, or `XK` for Kosovo. */
  @CountryCode()
  country: string;

  /** Phone number, for the carrier. */
  @ApiPropertyOptional({ type: 'string', nullable: true, example: '+1 212 555 0100', maxLength: 40 })
  @NullIsAbsent()
  @IsOptional()
  @Text({ max: 40 })
  phone?: string;
}
