import { ADDRESS, CART_ID, EMAIL, totalsOf } from './cart.js';
import { MUG, SHIPPING, taxOn, TEE, usd } from './goods.js';

export const ORDER_ID = '0199c5a0-5d1c-7d6a-8f0e-2b7f9d2c4e10';
export const TOTALS = totalsOf([TEE, MUG]);
export const STARTED_AT = '2026-11-23T10:01:00.000Z';
export const SOLD_OUT_AT = '2026-11-24T09:00:00.000Z';
export const WHY = 'sold out';

const STAFF_ID = '0199c59f-1a2b-7c3d-8e4f-5a6b7c8d9e01';
const CREATED_AT = '2026-11-23T10:00:00.000Z';
const PLACED_AT = '2026-11-23T10:01:12.000Z';
const CAPTURED_AT = '2026-11-23T16:00:00.000Z';
const REFUNDED_AT = '2026-11-24T09:00:02.000Z';
const SENT_AT = '2026-11-24T09:30:00.000Z';

const TEE_ID = '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11';
const MUG_ID = '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b12';

export const CANCELED_ITEMS = [{ itemId: MUG_ID, quantity: MUG.quantity }];
export const CANCELED = usd(MUG.price * MUG.quantity + taxOn(MUG.price * MUG.quantity));

const SENT = {
  items: [{ itemId: TEE_ID, quantity: TEE.quantity }],
  trackingNumber: '1Z999AA10123456784',
  carrier: 'UPS',
};

interface Units {
  readonly fulfilledQuantity: number;
  readonly canceledQuantity: number;
}

function itemOf(id: string, { price, ...good }: typeof TEE, units: Units): object {
  const subtotal = price * good.quantity;
  return {
    id,
    ...good,
    ...units,
    unitPrice: usd(price),
    subtotal: usd(subtotal),
    discount: usd(0),
    tax: usd(taxOn(subtotal)),
    total: usd(subtotal),
  };
}

const itemsWith = (tee: Units, mug: Units): object[] => [itemOf(TEE_ID, TEE, tee), itemOf(MUG_ID, MUG, mug)];

const UNTOUCHED: Units = { fulfilledQuantity: 0, canceledQuantity: 0 };

const unpaid = {
  id: ORDER_ID,
  number: '1001',
  status: 'pending_payment',
  paymentStatus: 'none',
  fulfillmentStatus: 'unfulfilled',
  email: EMAIL,
  currency: 'USD',
  items: itemsWith(UNTOUCHED, UNTOUCHED),
  totals: TOTALS,
  shippingAddress: ADDRESS,
  billingAddress: ADDRESS,
  shippingMethod: { id: SHIPPING.id, name: SHIPPING.name },
  fulfillments: [],
  cancellations: [],
  canceledAmount: usd(0),
  due: TOTALS.total,
  closeRequestedAt: null,
  isPayable: true,
  expiresAt: '2026-11-23T10:05:00.000Z',
  createdAt: CREATED_AT,
  placedAt: null,
  version: 1,
};

const canceled = {
  ...unpaid,
  status: 'canceled',
  items: itemsWith(
    { ...UNTOUCHED, canceledQuantity: TEE.quantity },
    { ...UNTOUCHED, canceledQuantity: MUG.quantity },
  ),
  canceledAmount: TOTALS.total,
  due: usd(0),
  isPayable: false,
  version: 2,
};

const completed = {
  ...unpaid,
  status: 'completed',
  paymentStatus: 'partially_refunded',
  fulfillmentStatus: 'fulfilled',
  items: itemsWith(
    { ...UNTOUCHED, fulfilledQuantity: TEE.quantity },
    { ...UNTOUCHED, canceledQuantity: MUG.quantity },
  ),
  fulfillments: [{ id: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b13', ...SENT, createdAt: SENT_AT }],
  cancellations: [
    {
      id: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b14',
      items: CANCELED_ITEMS,
      amount: CANCELED,
      reason: WHY,
      createdAt: SOLD_OUT_AT,
    },
  ],
  canceledAmount: CANCELED,
  due: usd(0),
  customerId: null,
  isPayable: false,
  expiresAt: '2026-11-23T10:16:00.000Z',
  placedAt: PLACED_AT,
  version: 7,
};

const PENDING = { status: 'pending_payment', fulfillmentStatus: 'unfulfilled' };
const PLACED = { status: 'placed', fulfillmentStatus: 'unfulfilled' };
const SYSTEM = { actor: 'system', actorId: null, note: null };
const STAFF = { actor: 'staff', actorId: STAFF_ID, note: null };

const HISTORY = [
  {
    type: 'created',
    ...PENDING,
    paymentStatus: 'none',
    actor: 'shopper',
    actorId: null,
    note: null,
    occurredAt: CREATED_AT,
  },
  { type: 'placed', ...PLACED, paymentStatus: 'authorized', ...SYSTEM, occurredAt: PLACED_AT },
  { type: 'payment_changed', ...PLACED, paymentStatus: 'paid', ...SYSTEM, occurredAt: CAPTURED_AT },
  { type: 'items_canceled', ...PLACED, paymentStatus: 'paid', ...STAFF, note: WHY, occurredAt: SOLD_OUT_AT },
  {
    type: 'payment_changed',
    ...PLACED,
    paymentStatus: 'partially_refunded',
    ...SYSTEM,
    occurredAt: REFUNDED_AT,
  },
  {
    type: 'fulfilled',
    status: 'placed',
    fulfillmentStatus: 'fulfilled',
    paymentStatus: 'partially_refunded',
    ...STAFF,
    occurredAt: SENT_AT,
  },
  {
    type: 'completed',
    status: 'completed',
    fulfillmentStatus: 'fulfilled',
    paymentStatus: 'partially_refunded',
    ...SYSTEM,
    occurredAt: SENT_AT,
  },
];

export const ORDERS = {
  PlaceOrderDto: { cartId: CART_ID, expectedTotal: TOTALS.total },
  // The reason alone takes the whole order back.
  CancelOrderDto: { reason: 'ordered twice' },
  FulfillOrderDto: SENT,
  OrderResponse: { ...completed, history: HISTORY },
};

export const ORDER_OPERATIONS = {
  placeOrder: { answer: { ...unpaid, accessToken: 'pX2v0m3cJr0Yk0m3yWQJvC8kq3p2c1b9Zs7x5w4u3t2' } },
  listOrders: { answer: { items: [completed], nextCursor: null } },
  cancelOrder: { answer: canceled },
};
