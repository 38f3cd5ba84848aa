import type { Address } from './address.js';

/** Parts that some countries require; name, first line and city are required everywhere. */
export type CountryPart = 'region' | 'postalCode';

const codes = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Required by the UPU addressing systems. */
const REQUIRED_IN: Readonly<Record<CountryPart, ReadonlySet<string>>> = {
  region: codes('AU BR CA CN IN JP MX US'),
  postalCode: codes(
    'AT AU BE BG BR CA CH CN CY CZ DE DK EE ES FI FR GB GR HR HU IL IN IS IT JP KR LI LT LU LV MC MT MX MY NL NO NZ ' +
      'PH PL PR PT RO RS SE SG SI SK SM TH TR TW UA US VA ZA',
  ),
};

export const isRequiredPart = (part: CountryPart, country: Address['country']): boolean =>
  REQUIRED_IN[part].has(country);
