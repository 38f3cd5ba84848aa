import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STORY } from '../../src/demo/story/story.js';
import { AXES, ORDER_TRANSITIONS } from '../../src/orders/order-transitions.js';

interface Amount {
  readonly amount: number;
  readonly currency: string;
}

/** Any object of an example. */
type Shown = Record<string, any>;

interface Example {
  readonly name: string;
  readonly value: unknown;
}

const { paths, components } = JSON.parse(readFileSync('test/openapi.json', 'utf8')) as {
  paths: Record<string, Shown>;
  components: { schemas: Shown };
};

const examples: Example[] = Object.values(paths).flatMap((methods) =>
  Object.values(methods as Record<string, Shown>).flatMap((operation) =>
    Object.entries({ request: operation['requestBody'], ...operation['responses'] }).flatMap(
      ([part, body]) => {
        const json = (body as Shown | undefined)?.['content']?.['application/json'] as Shown | undefined;
        const values = json?.['examples'] ? Object.values(json['examples'] as Shown) : json ? [json] : [];
        return values.map((each) => ({
          name: `${operation['operationId']} ${part}`,
          value: each.value ?? each.example,
        }));
      },
    ),
  ),
);

function* objectsIn(value: unknown): Generator<Shown> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value;
  for (const part of Object.values(value)) yield* objectsIn(part);
}

/** Everything of one shape, with the example that shows it. */
const shown = (names: readonly string[]): [name: string, value: Shown][] =>
  examples.flatMap(({ name, value }) =>
    [...objectsIn(value)]
      .filter((each) => names.every((key) => key in each))
      .map((each): [string, Shown] => [name, each]),
  );

const total = (parts: readonly (Amount | undefined)[]): number =>
  parts.reduce((sum, part) => sum + (part?.amount ?? 0), 0);
const units = (parts: readonly Shown[], itemId: string): number =>
  parts
    .flatMap(({ items }) => items as Shown[])
    .filter((item) => item['itemId'] === itemId)
    .reduce((sum, { quantity }) => sum + (quantity as number), 0);
const distinct = (values: readonly unknown[]): unknown[] => [...new Set(values)];

const orders = shown(['paymentStatus', 'fulfillments']);
const carts = shown(['coupons', 'totals']);
const payments = shown(['capturedAmount']);
const operations = shown(['paymentId']);
const isRefund = ([name]: [string, Shown]): boolean => /refund/i.test(name);

describe('The examples of the document', () => {
  it('are told of schemas and operations that exist', () => {
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }: Shown) => operationId as string),
    );
    expect(ids).toEqual(expect.arrayContaining(Object.keys(STORY.operations)));
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(Object.keys(STORY.schemas)));
  });

  it('show each kind of thing with money', () => {
    for (const kind of [orders, carts, payments, operations]) expect(kind.length).toBeGreaterThan(4);
  });

  it.each([...orders, ...carts])('add up in the totals of %s', (_, { items, totals }) => {
    for (const { unitPrice, quantity, subtotal, discount, total: net } of items as Shown[]) {
      expect((subtotal ?? net).amount).toBe(unitPrice.amount * quantity);
      if (subtotal) expect(net.amount).toBe(subtotal.amount - discount.amount);
    }
    expect(totals.subtotal.amount).toBe(total(items.map((item: Shown) => item['subtotal'] ?? item['total'])));
    expect(totals.total.amount).toBe(
      totals.subtotal.amount - totals.discount.amount + totals.shipping.amount + totals.tax.amount,
    );
    expect(totals.tax.amount).toBeGreaterThanOrEqual(total(items.map((item: Shown) => item['tax'])));
  });

  it.each(orders)('count the units of the order of %s', (_, order) => {
    const { items, fulfillments, cancellations, canceledAmount, totals, status } = order;
    const isOff = status === 'canceled' || status === 'expired';
    for (const { id, quantity, fulfilledQuantity, canceledQuantity } of items as Shown[]) {
      expect(fulfilledQuantity).toBe(units(fulfillments, id));
      expect(canceledQuantity).toBe(isOff ? quantity - fulfilledQuantity : units(cancellations, id));
      expect(fulfilledQuantity + canceledQuantity).toBeLessThanOrEqual(quantity);
    }
    const isLeft = (item: Shown) => item['fulfilledQuantity'] + item['canceledQuantity'] < item['quantity'];
    if (order['fulfillmentStatus'] === 'unfulfilled') expect(fulfillments).toEqual([]);
    if (order['fulfillmentStatus'] === 'fulfilled') expect(items.filter(isLeft)).toEqual([]);
    expect(canceledAmount.amount).toBe(
      isOff ? totals.total.amount : total(cancellations.map((each: Shown) => each['amount'])),
    );
  });

  it.each(orders)('tell the state of the order of %s as its history does', (_, order) => {
    const { status, paymentStatus, placedAt, isPayable, due, totals, createdAt, expiresAt } = order;
    const wasPlaced = ['placed', 'completed'].includes(status);
    expect(placedAt !== null).toBe(wasPlaced);
    expect(isPayable).toBe(status === 'pending_payment');
    expect(due.amount).toBe(isPayable ? totals.total.amount : 0);
    if (wasPlaced) expect(paymentStatus).not.toBe('none');
    expect(expiresAt > createdAt).toBe(true);
    const history = (order['history'] ?? []) as Shown[];
    for (const axis of AXES) {
      const steps = history.map((event) => event[axis] as string);
      if (history.length > 0) expect(steps.at(-1)).toBe(order[axis]);
      steps.slice(1).forEach((to, at) => {
        const table: Readonly<Record<string, readonly string[]>> = ORDER_TRANSITIONS[axis];
        if (to !== steps[at])
          expect([steps[at], table[steps[at]!]]).toEqual([steps[at], expect.arrayContaining([to])]);
      });
    }
    const times = history.map(({ occurredAt }) => occurredAt as string);
    expect(times).toEqual(times.toSorted());
    if (wasPlaced && history.length > 0)
      expect(history.find(({ type }) => type === 'placed')?.['occurredAt']).toBe(placedAt);
  });

  it.each(payments)('keep the money of the payment of %s together', (_, payment) => {
    const { status, amount, nextAction, failure } = payment;
    const of = (name: string): number => payment[`${name}Amount`].amount;
    expect(of('captured') + of('released')).toBeLessThanOrEqual(amount.amount);
    expect(of('refunded') + of('settled')).toBeLessThanOrEqual(of('captured'));
    expect(of('captured') > 0).toBe(status === 'succeeded');
    expect(of('released') > 0).toBe(status === 'canceled');
    expect(nextAction !== null).toBe(status === 'requires_action');
    expect(failure !== null).toBe(status === 'failed');
  });

  it.each(operations)(
    'give a reason for the refund of %s alone, and a failure where it failed',
    (name, shown) => {
      expect(shown['reason'] !== null).toBe(isRefund([name, shown]));
      expect(shown['failure'] !== null).toBe(shown['status'] === 'failed');
      expect(shown['needsDecision'] && shown['decision'] !== null).toBe(false);
    },
  );

  it('tell of one order, its cart, its payment and its refund', () => {
    const byId = (kind: [string, Shown][], name = 'id') => distinct(kind.map(([, each]) => each[name]));
    for (const kind of [orders, carts, payments]) expect(byId(kind)).toHaveLength(1);
    expect(byId(payments, 'orderId')).toEqual(byId(orders));
    expect(byId(operations, 'paymentId')).toEqual(byId(payments));
    const due = distinct(orders.map(([, { totals }]) => totals.total.amount));
    expect(due).toHaveLength(1);
    expect(distinct(payments.map(([, { amount }]) => amount.amount))).toEqual(due);
    for (const [, { expectedTotal, cartId }] of shown(['cartId', 'expectedTotal']))
      expect([[cartId], [expectedTotal.amount]]).toEqual([byId(carts), due]);
    const amounts = (kind: [string, Shown][]) => distinct(kind.map(([, { amount }]) => amount.amount));
    const captured = payments.map(([, each]) => each['capturedAmount'].amount).filter((each) => each > 0);
    expect(distinct(captured)).toEqual(amounts(operations.filter((each) => !isRefund(each))));
    const refunded = payments.map(([, each]) => each['refundedAmount'].amount).filter((each) => each > 0);
    expect(distinct(refunded)).toEqual(amounts(operations.filter(isRefund)));
    expect(distinct(refunded)).toEqual(
      distinct(
        orders.flatMap(([, { cancellations }]) => cancellations.map(({ amount }: Shown) => amount.amount)),
      ),
    );
  });

  it('name items of the order, and no others, at the prices that the catalog shows', () => {
    const items = orders.flatMap(([, order]) => order['items'] as Shown[]);
    const ids = new Set(items.map(({ id }) => id as string));
    for (const [name, { itemId }] of shown(['itemId', 'quantity']))
      expect([name, ids.has(itemId)]).toEqual([name, true]);
    const prices = new Map(
      items.map(({ variantId, sku, unitPrice }) => [variantId, [sku, unitPrice.amount]]),
    );
    const sold = [...shown(['variantId', 'unitPrice'])].map(([, each]) => each);
    for (const { variantId, sku, unitPrice } of sold)
      expect(prices.get(variantId)).toEqual([sku, unitPrice.amount]);
    for (const [, { id, sku, price }] of shown(['sku', 'price', 'available']))
      expect(prices.get(id)).toEqual([sku, price.amount]);
  });

  it('strike through a price that is higher, and sell for less', () => {
    for (const [, each] of shown(['compareAtPrice']))
      expect(each['compareAtPrice'].amount).toBeGreaterThan((each['price'] ?? each['priceFrom']).amount);
    for (const [, { prices, compareAtPrices, salePrices }] of shown(['prices', 'compareAtPrices'])) {
      expect(compareAtPrices[0].amount).toBeGreaterThan(prices[0].amount);
      expect(salePrices[0].amount).toBeLessThan(prices[0].amount);
    }
  });

  it('give each variant a value of each option of its product', () => {
    for (const [name, { options, variants }] of shown(['options', 'variants']))
      for (const variant of variants as Shown[])
        expect([name, Object.keys(variant['options'])]).toEqual([
          name,
          options.map((each: Shown) => each['name']),
        ]);
  });
});
