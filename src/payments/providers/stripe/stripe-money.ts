import { fractionDigits } from '../../../common/money/currencies.js';
import { money, type Money } from '../../../common/money/money.js';

/** Currencies that Stripe counts in whole units. Frozen: docs.stripe.com/currencies. */
const WHOLE = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));

/** Stripe counts them in hundredths, though they have none: the last two digits must be 00. */
const WHOLE_IN_HUNDREDTHS = new Set(['ISK', 'UGX']);

/** Stripe counts them in thousandths, and the last digit must be 0. */
const THOUSANDTHS = new Set('BHD JOD KWD OMR TND'.split(' '));

/** Stripe cannot charge this amount in this currency. */
export class NotChargeable extends Error {}

/** Our minor units in Stripe's. Throws NotChargeable when the amount cannot be expressed. */
export function toStripe({ amount, currency }: Money): number {
  const shift = digitsAt(currency) - fractionDigits(currency);
  const units = shift >= 0 ? amount * 10 ** shift : amount / 10 ** -shift;
  if (!Number.isSafeInteger(units) || units % stepOf(currency) !== 0)
    throw new NotChargeable(`Stripe cannot charge ${amount} minor units of ${currency}`);
  return units;
}

/** Stripe's units in ours; Stripe writes currencies in lower case. Undefined when we cannot express them. */
export function fromStripe(units: number, lowerCurrency: string): Money | undefined {
  const currency = lowerCurrency.toUpperCase();
  try {
    const shift = fractionDigits(currency) - digitsAt(currency);
    const amount = shift >= 0 ? units * 10 ** shift : units / 10 ** -shift;
    return Number.isSafeInteger(amount) ? money(amount, currency) : undefined;
  } catch {
    return undefined;
  }
}

function digitsAt(currency: string): number {
  if (WHOLE.has(currency)) return 0;
  if (THOUSANDTHS.has(currency)) return 3;
  if (fractionDigits(currency) > 2) throw new NotChargeable(`Stripe does not take ${currency}`);
  return 2;
}

function stepOf(currency: string): number {
  if (THOUSANDTHS.has(currency)) return 10;
  return WHOLE_IN_HUNDREDTHS.has(currency) ? 100 : 1;
}
