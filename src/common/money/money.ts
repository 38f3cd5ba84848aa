/** Integer minor units (cents, or whole yen) with an ISO 4217 code. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** Largest amount in minor units; quantity times price stays exact below it. */
export const MAX_AMOUNT = 1_000_000_000_000;

export const money = (amount: number, currency: string): Money => ({ amount, currency });

export const zero = (currency: string): Money => ({ amount: 0, currency });

export function sum(currency: string, parts: readonly Money[]): Money {
  let amount = 0;
  for (const part of parts) {
    if (part.currency !== currency) throw new TypeError(`Cannot add ${part.currency} to ${currency}`);
    amount += part.amount;
  }
  return exact(amount, currency);
}

export const times = (price: Money, quantity: number): Money =>
  exact(price.amount * quantity, price.currency);

export function subtract(from: Money, what: Money): Money {
  if (from.currency !== what.currency)
    throw new TypeError(`Cannot take ${what.currency} from ${from.currency}`);
  return exact(from.amount - what.amount, from.currency);
}

/** The share at a rate in millionths (8.875 % = 88,750), rounded half up. BigInt keeps the product exact. */
export function shareOf(base: Money, millionths: number): Money {
  const scaled = BigInt(base.amount) * BigInt(millionths);
  return exact(Number((scaled * 2n + 1_000_000n) / 2_000_000n), base.currency);
}

/** Splits an amount by weights without remainder (largest remainder first). */
export function allocate(total: Money, weights: readonly number[]): Money[] {
  const whole = weights.reduce((all, weight) => all + weight, 0);
  if (whole <= 0) return weights.map((_, index) => money(index === 0 ? total.amount : 0, total.currency));
  const shares = weights.map((weight) => {
    const scaled = BigInt(total.amount) * BigInt(weight);
    return { amount: scaled / BigInt(whole), remainder: scaled % BigInt(whole) };
  });
  const given = shares.reduce((all, share) => all + share.amount, 0n);
  const order = shares
    .map((_, index) => index)
    .sort((a, b) => compare(shares[b]!.remainder, shares[a]!.remainder));
  for (const index of order.slice(0, Number(BigInt(total.amount) - given))) shares[index]!.amount += 1n;
  return shares.map((share) => money(Number(share.amount), total.currency));
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function exact(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError('The amount is too large to be exact');
  return { amount, currency };
}
