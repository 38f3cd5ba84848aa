import { MUG, SHIPPING, taxOn, TEE, usd } from './goods.js';

export const CART_ID = 'd9428888-122b-41e1-b85c-61f2b1f3c8a1';
export const EMAIL = 'mara@example.com';

export const ADDRESS = {
  name: 'Mara Lind',
  company: 'Lind & Daughters',
  line1: '350 5th Ave',
  line2: 'Floor 12',
  city: 'New York',
  region: 'NY',
  postalCode: '10118',
  country: 'US',
  phone: '+1 212 555 0100',
};

interface Good {
  readonly variantId: string;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly price: number;
}

const ITEM_IDS: Readonly<Record<string, string>> = {
  [TEE.sku]: '0199c5a0-5a11-7b22-8c33-4d55e66f7701',
  [MUG.sku]: '0199c5a0-5a11-7b22-8c33-4d55e66f7702',
};

const itemOf = ({ price, ...good }: Good): object => ({
  id: ITEM_IDS[good.sku],
  ...good,
  unitPrice: usd(price),
  total: usd(price * good.quantity),
});

/** Totals of goods that are sent to New York; without an address neither shipping nor tax is known. */
export function totalsOf(goods: readonly Good[], isSent = true) {
  const subtotals = goods.map(({ price, quantity }) => price * quantity);
  const subtotal = subtotals.reduce((sum, each) => sum + each, 0);
  const shipping = isSent ? SHIPPING.price : 0;
  const tax = isSent ? [...subtotals, shipping].reduce((sum, each) => sum + taxOn(each), 0) : 0;
  return {
    subtotal: usd(subtotal),
    discount: usd(0),
    shipping: usd(shipping),
    tax: usd(tax),
    total: usd(subtotal + shipping + tax),
  };
}

function cartOf(goods: readonly Good[], version: number): object {
  return {
    id: CART_ID,
    status: 'open',
    currency: 'USD',
    email: EMAIL,
    items: goods.map(itemOf),
    coupons: [],
    shippingAddress: ADDRESS,
    billingAddress: null,
    shippingMethodId: SHIPPING.id,
    totals: totalsOf(goods),
    problems: [],
    version,
  };
}

const cart = cartOf([TEE, MUG], 3);

const newCart = {
  ...cart,
  email: null,
  shippingAddress: null,
  shippingMethodId: null,
  totals: totalsOf([TEE, MUG], false),
  problems: [
    { code: 'email_missing', detail: 'Say where news of the order go.' },
    { code: 'address_missing', detail: 'Say where the goods go.' },
    { code: 'shipping_method_missing', detail: 'Choose how the goods travel.' },
  ],
  version: 1,
};

const SET_ASIDE = {
  email: 'old@example.com',
  shippingAddress: { ...ADDRESS, line1: '20 W 34th St', line2: null, postalCode: '10001' },
  shippingMethodId: null,
  billingAddress: null,
  items: [],
};
const NOTHING = {
  email: null,
  shippingAddress: null,
  shippingMethodId: null,
  billingAddress: null,
  items: [],
};

const merged = { ...cart, setAside: SET_ASIDE, repricedFrom: null };

export const CARTS = {
  CreateCartDto: {
    currency: 'USD',
    items: [TEE, MUG].map(({ sku, quantity }) => ({ sku, quantity })),
  },
  UpdateCartDto: {
    email: EMAIL,
    shippingAddress: ADDRESS,
    billingAddress: null,
    shippingMethodId: SHIPPING.id,
  },
  CartResponse: cart,
  MergedCartResponse: merged,
  ChangeCartItemDto: { quantity: TEE.quantity },
};

export const CART_OPERATIONS = {
  createCart: { answer: newCart },
  removeCartItem: { answer: cartOf([TEE], 4) },
  reopenOrder: { answer: { ...merged, setAside: NOTHING } },
};
