const codes = (text: string): readonly string[] => text.split(' ');

const table = (byDigits: Readonly<Record<number, string>>): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(byDigits).flatMap(([digits, text]) => codes(text).map((code) => [code, Number(digits)])),
  );

/** ISO 4217 list one of 2026-01-01 by digits of the minor unit. Frozen, because CLDR differs from it and changes. */
const IN_FORCE = table({
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY ' +
    'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS ' +
    'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR ' +
    'MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP ' +
    'STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
});

/** No longer accepted for prices, but old amounts can still be shown, exported and refunded. */
const FORMER = table({ 2: 'ANG BGN CUC HRK SLL XDR XSU ZWL' });

const RECORDED: ReadonlyMap<string, number> = new Map([...IN_FORCE, ...FORMER]);

export const IN_FORCE_PATTERN = `^(${[...IN_FORCE.keys()].toSorted().join('|')})$`;
export const RECORDED_PATTERN = `^(${[...RECORDED.keys()].toSorted().join('|')})$`;

export const isCurrency = (code: unknown): code is string => typeof code === 'string' && IN_FORCE.has(code);

export const isRecordedCurrency = (code: unknown): code is string =>
  typeof code === 'string' && RECORDED.has(code);

/** Minor-unit digits by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD. Throws RangeError for other codes. */
export function fractionDigits(currency: string): number {
  const digits = RECORDED.get(currency);
  if (digits === undefined) throw new RangeError(`"${currency}" is no ISO 4217 currency`);
  return digits;
}
