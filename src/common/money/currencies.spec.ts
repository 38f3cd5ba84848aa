import { describe, expect, it } from 'vitest';
import { fractionDigits, isCurrency, isRecordedCurrency } from './currencies.js';
import { format, fromDecimal, toDecimal } from './decimal.js';
import { money } from './money.js';

/** ISO 4217 list one of 2026-01-01, code by code: the digits of the minor unit, `-` where there is none. */
const LIST_ONE = `
  AED2 AFN2 ALL2 AMD2 AOA2 ARS2 AUD2 AWG2 AZN2 BAM2 BBD2 BDT2 BHD3 BIF0 BMD2 BND2 BOB2 BOV2 BRL2 BSD2 BTN2
  BWP2 BYN2 BZD2 CAD2 CDF2 CHE2 CHF2 CHW2 CLF4 CLP0 CNY2 COP2 COU2 CRC2 CUP2 CVE2 CZK2 DJF0 DKK2 DOP2 DZD2
  EGP2 ERN2 ETB2 EUR2 FJD2 FKP2 GBP2 GEL2 GHS2 GIP2 GMD2 GNF0 GTQ2 GYD2 HKD2 HNL2 HTG2 HUF2 IDR2 ILS2 INR2
  IQD3 IRR2 ISK0 JMD2 JOD3 JPY0 KES2 KGS2 KHR2 KMF0 KPW2 KRW0 KWD3 KYD2 KZT2 LAK2 LBP2 LKR2 LRD2 LSL2 LYD3
  MAD2 MDL2 MGA2 MKD2 MMK2 MNT2 MOP2 MRU2 MUR2 MVR2 MWK2 MXN2 MXV2 MYR2 MZN2 NAD2 NGN2 NIO2 NOK2 NPR2 NZD2
  OMR3 PAB2 PEN2 PGK2 PHP2 PKR2 PLN2 PYG0 QAR2 RON2 RSD2 RUB2 RWF0 SAR2 SBD2 SCR2 SDG2 SEK2 SGD2 SHP2 SLE2
  SOS2 SRD2 SSP2 STN2 SVC2 SYP2 SZL2 THB2 TJS2 TMT2 TND3 TOP2 TRY2 TTD2 TWD2 TZS2 UAH2 UGX0 USD2 USN2 UYI0
  UYU2 UYW4 UZS2 VED2 VES2 VND0 VUV0 WST2 XAD2 XAF0 XAG- XAU- XBA- XBB- XBC- XBD- XCD2 XCG2 XDR- XOF0 XPD-
  XPF0 XPT- XSU- XTS- XUA- XXX- YER2 ZAR2 ZMW2 ZWG2
`;

const FORMER = ['ANG', 'BGN', 'CUC', 'HRK', 'SLL', 'XDR', 'XSU', 'ZWL'];

const listed = LIST_ONE.trim()
  .split(/\s+/)
  .map((entry) => ({ code: entry.slice(0, 3), digits: entry.slice(3) }));
const inForce = listed.filter(({ digits }) => digits !== '-');

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const everyCode = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)));

describe('Currencies', () => {
  it('are those of ISO 4217 that have a minor unit, and no other code of three letters', () => {
    expect(listed).toHaveLength(178);
    expect(everyCode.filter(isCurrency)).toEqual(inForce.map(({ code }) => code));
  });

  it('have the digits that ISO 4217 gives them', () => {
    const known = inForce.map(({ code }) => ({ code, digits: String(fractionDigits(code)) }));

    expect(known).toEqual(inForce);
  });

  it('read and write every amount with just these digits', () => {
    for (const { code, digits } of inForce) {
      const smallest = Number(digits) === 0 ? '1' : `0.${'1'.padStart(Number(digits), '0')}`;
      expect(toDecimal(money(1, code))).toBe(smallest);
      expect(fromDecimal(smallest, code)).toEqual(money(1, code));
      expect(fromDecimal(`0.${'1'.padStart(Number(digits) + 1, '0')}`, code)).toBeUndefined();
    }
  });

  it.each([
    ['4990', 'HUF', 499_000],
    ['4990', 'RSD', 499_000],
    ['4990', 'COP', 499_000],
    ['4990', 'IDR', 499_000],
    ['4990', 'PKR', 499_000],
    ['4990', 'IQD', 4_990_000],
    ['4990', 'UGX', 4990],
    ['4990', 'ISK', 4990],
    ['4990', 'CLF', 49_900_000],
  ])('store %s %s as %d minor units, whatever the runtime thinks of it', (text, currency, amount) => {
    expect(fromDecimal(text, currency)).toEqual({ amount, currency });
    expect(Number(toDecimal({ amount, currency }))).toBe(4990);
  });

  it.each([
    'usd',
    'Usd',
    ' USD',
    'USD ',
    'US',
    'USDX',
    '',
    '\u0055\u0053\uff24',
    1,
    null,
    undefined,
    ['USD'],
    {},
  ])('are not %j', (value) => {
    expect([isCurrency(value), isRecordedCurrency(value)]).toEqual([false, false]);
  });

  it.each(FORMER)('can be shown and refunded in %s, and nothing can be priced in it', (code) => {
    expect([isCurrency(code), isRecordedCurrency(code)]).toEqual([false, true]);
    expect(toDecimal(money(1050, code))).toBe('10.50');
  });

  it.each(['XAU', 'XTS', 'XXX', 'DEM', 'ZZZ'])('have no digits to guess for %s', (code) => {
    expect(() => fractionDigits(code)).toThrow(RangeError);
    expect(isRecordedCurrency(code)).toBe(false);
  });

  it('are written for people in one way', () => {
    const amounts = [money(199_900_000, 'USD'), money(5, 'USD'), money(1_234_567, 'JPY'), money(1, 'KWD')];

    expect(amounts.map(format)).toEqual(['USD 1,999,000.00', 'USD 0.05', 'JPY 1,234,567', 'KWD 0.001']);
  });
});
