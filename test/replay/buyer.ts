import type { Line } from './invoice-file.js';

/** Countries as the history calls them. */
const CODES: Readonly<Record<string, string>> = {
  Australia: 'AU',
  Austria: 'AT',
  Bahrain: 'BH',
  Belgium: 'BE',
  Brazil: 'BR',
  Canada: 'CA',
  'Channel Islands': 'JE',
  Cyprus: 'CY',
  'Czech Republic': 'CZ',
  Denmark: 'DK',
  EIRE: 'IE',
  Finland: 'FI',
  France: 'FR',
  Germany: 'DE',
  Greece: 'GR',
  'Hong Kong': 'HK',
  Iceland: 'IS',
  Israel: 'IL',
  Italy: 'IT',
  Japan: 'JP',
  Lebanon: 'LB',
  Lithuania: 'LT',
  Malta: 'MT',
  Netherlands: 'NL',
  Norway: 'NO',
  Poland: 'PL',
  Portugal: 'PT',
  RSA: 'ZA',
  'Saudi Arabia': 'SA',
  Singapore: 'SG',
  Spain: 'ES',
  Sweden: 'SE',
  Switzerland: 'CH',
  USA: 'US',
  'United Arab Emirates': 'AE',
  'United Kingdom': 'GB',
};

/** Where the history names no country that there is ("Unspecified"), the goods stay at home. */
const HOME = 'GB';

/** A region of each country whose addresses need one. */
const REGIONS: Readonly<Record<string, string>> = {
  AU: 'NSW',
  BR: 'SP',
  CA: 'ON',
  CN: 'BJ',
  IN: 'MH',
  JP: '13',
  MX: 'CMX',
  US: 'NY',
};

/** E-mail and address of a buyer. The history knows number and country alone; the rest is made up, and the same each time. */
export function buyerOf({ customer, invoice, country }: Line): { email: string; shippingAddress: object } {
  const who = customer === '' ? `guest-${invoice}` : `customer-${customer}`;
  return {
    email: `${who.toLowerCase()}@example.com`,
    shippingAddress: {
      name: who,
      line1: '1 High Street',
      city: country === '' ? 'Town' : country,
      region: REGIONS[CODES[country] ?? HOME],
      postalCode: '00000',
      country: CODES[country] ?? HOME,
    },
  };
}
