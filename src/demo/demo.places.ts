import type { DemoPrices } from './catalog/demo-product.js';

interface DemoRate {
  readonly country: string;
  readonly prices: DemoPrices;
  /** Value of the goods from which the rate applies. */
  readonly from?: DemoPrices;
}

/** The rest of the world. */
const ELSEWHERE = '*';
const NEIGHBORS = ['AT', 'BE', 'FR', 'LU', 'NL'];
const FREE: DemoPrices = { USD: 0, EUR: 0 };

export const SHIPPING_METHODS: readonly { name: string; rates: readonly DemoRate[] }[] = [
  {
    name: 'Standard (3 to 5 days)',
    rates: [
      { country: 'US', prices: { USD: 599, EUR: 549 } },
      { country: 'US', prices: FREE, from: { USD: 7500, EUR: 7000 } },
      { country: 'DE', prices: { USD: 549, EUR: 490 } },
      { country: 'DE', prices: FREE, from: { USD: 6500, EUR: 6000 } },
      ...NEIGHBORS.map((country) => ({ country, prices: { USD: 999, EUR: 890 } })),
      { country: ELSEWHERE, prices: { USD: 1900, EUR: 1790 } },
    ],
  },
  {
    name: 'Express (next working day)',
    rates: [
      { country: 'US', prices: { USD: 1999, EUR: 1890 } },
      { country: 'DE', prices: { USD: 1390, EUR: 1290 } },
      { country: ELSEWHERE, prices: { USD: 4900, EUR: 4590 } },
    ],
  },
];

/**
 * In millionths of the price. For show only: standard rates, without the cities, goods and thresholds that a real shop
 * must know. All other places pay no tax, also the rest of the United States.
 */
export const TAX_RATES: readonly { name: string; country: string; region?: string; millionths: number }[] = [
  { name: 'California sales tax', country: 'US', region: 'CA', millionths: 72_500 },
  { name: 'New York sales tax', country: 'US', region: 'NY', millionths: 40_000 },
  { name: 'Texas sales tax', country: 'US', region: 'TX', millionths: 62_500 },
  { name: 'Washington sales tax', country: 'US', region: 'WA', millionths: 65_000 },
  { name: 'MwSt.', country: 'DE', millionths: 190_000 },
  { name: 'USt.', country: 'AT', millionths: 200_000 },
  { name: 'BTW', country: 'BE', millionths: 210_000 },
  { name: 'TVA', country: 'FR', millionths: 200_000 },
  { name: 'TVA', country: 'LU', millionths: 170_000 },
  { name: 'BTW', country: 'NL', millionths: 210_000 },
  { name: 'VAT', country: 'GB', millionths: 200_000 },
];
