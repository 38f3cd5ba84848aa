import type { StockWord, ToldStock } from '../inventory/index.js';

export const CART_PROBLEMS = [
  'email_missing',
  'address_missing',
  'region_unknown',
  'shipping_method_missing',
  'shipping_method_unavailable',
  'item_unavailable',
  'amount_too_large',
  'insufficient_stock',
  'quantity_limited',
  'order_too_large',
  'cart_empty',
  'cart_closed',
] as const;

export type CartProblemCode = (typeof CART_PROBLEMS)[number];

export interface CartProblem {
  readonly code: CartProblemCode;
  readonly itemId?: string;
  /** One sentence to show to the shopper. */
  readonly detail: string;
}

export interface CartFacts {
  readonly isOpen: boolean;
  readonly email: string | null;
  readonly hasAddress: boolean;
  /** Without a region the tax is unknown. */
  readonly isRegionKnown: boolean;
  readonly hasShippingMethod: boolean;
  /** Whether the chosen method serves the address for goods of this value. */
  readonly isMethodAvailable: boolean;
  readonly isBeyondLimit: boolean;
  readonly mostUnits: number;
  readonly items: readonly ItemFacts[];
}

export interface ItemFacts {
  readonly id: string;
  readonly title: string;
  readonly quantity: number;
  readonly isForSale: boolean;
  readonly isBeyondLimit: boolean;
  /** Undefined when the stock was not read. */
  readonly stock?: ToldStock;
  /** Whatever is in stock; undefined when unknown. */
  readonly maxPerOrder?: number;
}

/** Lists problems in the order in which a checkout asks. */
export function problemsOf(cart: CartFacts): CartProblem[] {
  if (!cart.isOpen)
    return [{ code: 'cart_closed', detail: 'The cart was ordered or merged into another one.' }];
  const problems: CartProblem[] = [];
  if (cart.email === null) problems.push({ code: 'email_missing', detail: 'Give an e-mail address.' });
  if (!cart.hasAddress) problems.push({ code: 'address_missing', detail: 'Give a shipping address.' });
  if (!cart.isRegionKnown)
    problems.push({
      code: 'region_unknown',
      detail: 'Give the shipping address with a region of its country.',
    });
  problems.push(...shippingProblems(cart), ...cart.items.flatMap(itemProblems));
  if (cart.isBeyondLimit && !cart.items.some(({ isBeyondLimit }) => isBeyondLimit))
    problems.push({
      code: 'amount_too_large',
      detail: 'The cart costs more than the shop can bill. Take less.',
    });
  const units = cart.items.reduce((sum, { quantity }) => sum + quantity, 0);
  if (units > cart.mostUnits)
    problems.push({
      code: 'order_too_large',
      detail: `One order can have at most ${cart.mostUnits} units.`,
    });
  if (cart.items.length === 0) problems.push({ code: 'cart_empty', detail: 'Add an item.' });
  return problems;
}

function shippingProblems(cart: CartFacts): CartProblem[] {
  if (!cart.hasShippingMethod)
    return [{ code: 'shipping_method_missing', detail: 'Choose a shipping method.' }];
  if (!cart.hasAddress || cart.isMethodAvailable) return [];
  const detail =
    'The shipping method does not serve this address for the value of these goods. Choose another one.';
  return [{ code: 'shipping_method_unavailable', detail }];
}

/** Above the limit of an order the stock stays secret: otherwise a shopper who asks for a million would learn it. */
function itemProblems(item: ItemFacts): CartProblem[] {
  const { id, title, quantity, isForSale, isBeyondLimit, stock, maxPerOrder } = item;
  if (!isForSale)
    return [{ code: 'item_unavailable', itemId: id, detail: `${title} is no longer for sale.` }];
  if (isBeyondLimit) {
    const detail = `${quantity} of ${title} cost more than the shop can bill. Take fewer.`;
    return [{ code: 'amount_too_large', itemId: id, detail }];
  }
  if (maxPerOrder !== undefined && quantity > maxPerOrder && stock?.atMost !== 0) {
    const detail = `One order can have at most ${maxPerOrder} of ${title}.`;
    return [{ code: 'quantity_limited', itemId: id, detail }];
  }
  if (stock === undefined || stock.atMost >= quantity) return [];
  return [{ code: 'insufficient_stock', itemId: id, detail: SHORT_OF[stock.word](title) }];
}

const SHORT_OF: Readonly<Record<StockWord, (title: string) => string>> = {
  out_of_stock: (title) => `${title} is out of stock.`,
  few_left: (title) => `Only a few of ${title} are left.`,
  not_enough: (title) => `Not so many of ${title} are in stock.`,
};
