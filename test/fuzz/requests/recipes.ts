import { STANDARD_METHOD, METHODS } from '../../../src/payments/providers/test/methods.js';
import { ADDRESSES } from '../../support/builders/carts.js';
import { PASSWORD, type SignedInAccount } from '../../support/builders/accounts.js';
import { type Corpus, isSeenBy, type Known } from '../knowledge/corpus.js';
import type { Principal } from '../knowledge/cast.js';
import type { Random } from '../../support/random.js';
import type { Values } from './values.js';

/** What a recipe cooks with: `subject` is the thing that the address names. */
export interface Kitchen {
  readonly random: Random;
  readonly corpus: Corpus;
  readonly values: Values;
  readonly principal: Principal;
  readonly subject?: Known;
  /** Mostly the account that asks, when there is one. */
  readonly account?: SignedInAccount;
}

type Recipe = (kitchen: Kitchen) => unknown;

const usd = (amount: number) => ({ amount, currency: 'USD' });
const MAX_AMOUNT = 1_000_000_000_000;

const amountOf = ({ random }: Kitchen): number =>
  random.weighted([
    [90, random.int(100, 20_000)],
    [3, 0],
    [3, 1],
    [2, MAX_AMOUNT],
  ]);

const stockOf = ({ random }: Kitchen): number => random.pick([0, 3, 100, 100_000, 1_000_000_000]);

const lineOf = ({ random, corpus, values }: Kitchen) => {
  const quantity = random.weighted([
    [20, random.int(1, 4)],
    [1, 1_000_000],
  ]);
  const sku = random.chance(0.2) ? corpus.text('skus', random) : undefined;
  if (sku !== undefined) return { sku, quantity };
  const variant = corpus.row('variants', random, ({ body }) => body['isForSale'] === true);
  return { variantId: variant?.id ?? values.reference('variantId'), quantity };
};

const productOf: Recipe = (kitchen) => {
  const { random, values } = kitchen;
  const colors = ['Blue', 'Red', 'Grün', 'ocker'].slice(0, random.int(0, 4));
  const variant = (options: object) => ({
    ...(random.chance(0.3) ? { sku: values.unique('SKU').toUpperCase() } : {}),
    ...options,
    prices: [usd(amountOf(kitchen)), ...(random.chance(0.2) ? [{ amount: 900, currency: 'EUR' }] : [])],
    ...(random.chance(0.2) ? { compareAtPrices: [usd(amountOf(kitchen))] } : {}),
    onHand: stockOf(kitchen),
  });
  return {
    title: `${random.pick(['Shirt', 'Mug', 'Poster'])} ${values.unique('no')}`,
    ...(random.chance(0.3) ? { slug: values.unique('product') } : {}),
    ...(random.chance(0.1) ? { status: random.pick(['draft', 'active', 'archived']) } : {}),
    ...(random.chance(0.3) ? { categoryIds: [values.reference('categoryIds')] } : {}),
    ...(colors.length > 0 ? { options: [{ name: 'Color', values: [...colors, 'Ocean', 'Rust'] }] } : {}),
    variants: colors.length > 0 ? colors.map((Color) => variant({ options: { Color } })) : [variant({})],
  };
};

const readyCartOf: Recipe = ({ random, corpus, values }) => {
  const shippingMethodId =
    corpus.row('shipping-options', random)?.id ?? corpus.row('shipping-methods', random)?.id;
  return {
    email: values.email(),
    shippingAddress: random.pick(Object.values(ADDRESSES)),
    ...(random.chance(0.2) ? { billingAddress: random.pick([null, ADDRESSES.DE]) } : {}),
    ...(shippingMethodId === undefined ? {} : { shippingMethodId }),
  };
};

/** Part of what a payment is over, or all of it, or nothing said. */
const partOf = ({ random, subject }: Kitchen): object => {
  const total = subject?.body['amount'] as { amount: number; currency: string } | undefined;
  if (!total || random.chance(0.3)) return {};
  const part = random.weighted([
    [5, random.int(1, Math.max(1, total.amount))],
    [3, total.amount],
    [1, 0],
  ]);
  return { amount: { ...total, amount: part } };
};

const isReady = (cart: Known['body']): boolean => cart['problems']?.length === 0 && !cart['isOrdered'];

const orderOf: Recipe = ({ random, corpus, values, principal, subject }) => {
  const isAnyones = random.chance(0.1);
  const isFit = (known: Known) => isReady(known.body) && (isAnyones || isSeenBy(known, principal));
  const cart = subject ?? corpus.row('carts', random, isFit);
  const expected = cart?.body['totals']?.total as object | undefined;
  return {
    cartId: cart?.id ?? values.reference('cartId'),
    ...(expected && random.chance(0.5) ? { expectedTotal: expected } : {}),
  };
};

const parcelOf: Recipe = ({ random, subject }) => {
  const items = (subject?.body['items'] ?? []) as { id: string; quantity: number }[];
  if (items.length === 0 || random.chance(0.4)) return { carrier: 'UPS' };
  return { items: [{ itemId: random.pick(items).id, quantity: random.int(1, 2) }] };
};

/** News of a payment; of one that waits for its buyer it is sometimes about another amount, so that staff have to look. */
const eventOf: Recipe = ({ random, corpus, values, subject }) => {
  const payment = subject ?? corpus.row('payments', random);
  const another = subject && random.chance(0.7) ? { amount: random.int(1, 99) } : {};
  return {
    id: random.chance(0.7) ? values.unique('evt') : 'evt_1',
    type: random.pick(['charge.updated', 'charge.updated', 'charge.refunded', 'dispute.opened']),
    livemode: false,
    account: 'test',
    charge: {
      reference: random.pick([payment?.body['reference'], payment?.id, 'ch_unknown']),
      key: payment?.id,
      status: random.pick(['succeeded', 'failed', 'authorized', 'nonsense']),
      ...(payment?.body['amount'] as object | undefined),
      ...another,
    },
  };
};

/** Bodies that lead on, by operation id, where a schema alone would hardly ever do so. */
export const RECIPES: Readonly<Record<string, Recipe>> = {
  login: ({ random, account }) => ({
    email: account?.user.email ?? 'nobody@example.com',
    password: random.chance(0.8) ? PASSWORD : 'wrong but long enough',
  }),
  register: ({ values }) => ({ email: values.email(), password: values.unique('quiet harbors') }),
  refresh: ({ account }) => ({ refreshToken: account?.refreshToken ?? 'none' }),
  createProduct: productOf,
  updateProduct: ({ random, values }) => ({
    title: values.unique('Renamed'),
    ...(random.chance(0.2) ? { status: random.pick(['active', 'active', 'draft']) } : {}),
    ...(random.chance(0.2) ? { categoryIds: [values.reference('categoryIds')] } : {}),
  }),
  updateVariant: (kitchen) => ({ prices: [usd(amountOf(kitchen))] }),
  createVariant: (kitchen) => {
    const options = (kitchen.subject?.body['options'] ?? []) as { name: string; values: string[] }[];
    const chosen = options.map(({ name, values }) => [name, kitchen.random.pick(values)]);
    return {
      options: Object.fromEntries(chosen),
      prices: [usd(amountOf(kitchen))],
      onHand: stockOf(kitchen),
    };
  },
  createShippingMethod: (kitchen) => ({
    name: kitchen.values.unique('Method'),
    rates: [
      { country: kitchen.random.pick(['*', '*', 'US', 'DE']), price: usd(amountOf(kitchen)) },
      ...(kitchen.random.chance(0.3) ? [{ country: 'JP', minSubtotal: usd(1_000), price: usd(0) }] : []),
    ],
  }),
  setStockLevel: (kitchen) => ({ onHand: stockOf(kitchen) }),
  adjustStock: ({ random, values }) => ({
    variantId: values.reference('variantId'),
    delta: random.pick([-1, 1, 5, 1_000, -1_000_000_000, 1_000_000_000]),
    reason: 'counted again',
  }),
  createCart: (kitchen) => ({
    ...(kitchen.random.chance(0.1) ? { currency: 'EUR' } : {}),
    items: Array.from({ length: kitchen.random.int(0, 3) }, () => lineOf(kitchen)),
  }),
  addCartItem: lineOf,
  updateCart: readyCartOf,
  placeOrder: orderOf,
  fulfillOrder: parcelOf,
  startPayment: ({ random }) => ({
    provider: 'test',
    paymentMethod: random.weighted<string>([
      [4, STANDARD_METHOD],
      [3, 'authorize_only'],
      [2, 'requires_action'],
      [4, random.pick(Object.keys(METHODS))],
    ]),
  }),
  capturePayment: (kitchen) => ({
    ...partOf(kitchen),
    ...(kitchen.random.chance(0.3) ? { isFinal: true } : {}),
  }),
  refundPayment: (kitchen) => ({ ...partOf(kitchen), reason: 'changed mind' }),
  receiveWebhook: eventOf,
};

/** Which thing leads on when the address names one. */
export const SUBJECTS: Readonly<Record<string, (body: Known['body']) => boolean>> = {
  getMedia: (media) => String(media['url']).startsWith('/media/'),
  updateCart: (cart) => cart['items']?.length > 0 && cart['problems']?.length !== 0 && !cart['isOrdered'],
  addCartItem: (cart) => cart['isOrdered'] === undefined,
  changeCartItem: (cart) => cart['items']?.length > 0 && !cart['isOrdered'],
  removeCartItem: (cart) => cart['items']?.length > 0 && !cart['isOrdered'],
  startPayment: (order) => order['status'] === 'pending_payment',
  cancelOrder: (order) => order['status'] === 'pending_payment' || order['status'] === 'placed',
  fulfillOrder: (order) => order['status'] === 'placed',
  confirmPayment: (payment) => payment['status'] === 'requires_action',
  cancelPayment: (payment) => ['requires_action', 'authorized'].includes(payment['status'] as string),
  capturePayment: (payment) => payment['status'] === 'authorized',
  refundPayment: (payment) => payment['status'] === 'succeeded' && !payment['isSpent'],
  reviewPayment: (payment) => payment['status'] === 'review',
  decideRefund: (payment) => payment['refunds'] !== undefined,
};
