import { usd } from './goods.js';
import { CANCELED, CANCELED_ITEMS, ORDER_ID, SOLD_OUT_AT, STARTED_AT, TOTALS, WHY } from './order.js';

const PAYMENT_ID = '0199c5a0-6e20-7d31-8a42-3b5c6d7e8f01';
const NOTHING = usd(0);

const started = {
  id: PAYMENT_ID,
  orderId: ORDER_ID,
  provider: 'test',
  status: 'authorized',
  amount: TOTALS.total,
  capturedAmount: NOTHING,
  releasedAmount: NOTHING,
  refundedAmount: NOTHING,
  settledAmount: NOTHING,
  failure: null,
  nextAction: null,
  createdAt: STARTED_AT,
};

const taken = { ...started, status: 'succeeded', capturedAmount: TOTALS.total };

const capture = {
  id: '0199c5a0-7a2b-7e4d-b1c9-5a8e6f3d2c01',
  paymentId: PAYMENT_ID,
  amount: TOTALS.total,
  status: 'succeeded',
  reason: null,
  failure: null,
  needsDecision: false,
  decision: null,
  createdAt: '2026-11-23T16:00:00.000Z',
};

const refund = {
  ...capture,
  id: '0199c5a0-7a2b-7e4d-b1c9-5a8e6f3d2c02',
  amount: CANCELED,
  reason: WHY,
  createdAt: SOLD_OUT_AT,
};

const refused = {
  ...refund,
  status: 'failed',
  failure: { code: 'card_closed', detail: 'The card takes no money any more.' },
  needsDecision: true,
};

export const PAYMENTS = {
  StartPaymentDto: { provider: 'test', paymentMethod: 'authorize_only' },
  CapturePaymentDto: { amount: TOTALS.total, isFinal: false },
  RefundPaymentDto: { items: CANCELED_ITEMS, reason: WHY },
  PaymentResponse: { ...taken, refundedAmount: CANCELED },
  PaymentOperationResponse: refund,
};

export const PAYMENT_OPERATIONS = {
  startPayment: { answer: started },
  confirmPayment: { answer: taken },
  reviewPayment: { answer: taken },
  cancelPayment: { answer: { ...started, status: 'canceled', releasedAmount: TOTALS.total } },
  capturePayment: { answer: capture },
  listCaptures: { answer: { items: [capture], nextCursor: null } },
  listRefusedRefunds: { answer: { items: [refused], nextCursor: null } },
  decideRefund: {
    request: { decision: 'settle', reason: 'by bank transfer of 25 November' },
    answer: { ...refused, needsDecision: false, decision: 'settle' },
  },
};
