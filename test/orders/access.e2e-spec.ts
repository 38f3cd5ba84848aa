import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv4, uuidv7 } from '../../src/common/database/ids.js';
import { DerivedSecrets } from '../../src/common/http/derived-secret.js';
import { ORDER_TOKEN } from '../../src/orders/order-access.js';
import { aCustomer, aStaff, type SignedInAccount } from '../support/builders/accounts.js';
import { anOrder, type MadeOrder } from '../support/builders/orders.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let owner: SignedInAccount;
let stranger: SignedInAccount;
let staff: SignedInAccount;
let guests: MadeOrder;
let otherGuests: MadeOrder;
let customers: MadeOrder;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  [owner, stranger, staff] = [await aCustomer(shop), await aCustomer(shop), await aStaff(shop)];
  guests = await anOrder(shop, { email: 'guest@example.com' });
  otherGuests = await anOrder(shop, { email: 'other@example.com' });
  customers = await anOrder(shop, { customer: owner, email: 'owner@example.com' });
});

afterAll(() => shop.close());

const tokenFor = (id: string): string => shop.get(DerivedSecrets).derive(ORDER_TOKEN, id).text;

/** Callers who cannot prove that the guest's order is theirs. */
const strangersToGuests = (): [string, object][] => [
  ['nobody', {}],
  ['a customer', { token: stranger.token }],
  ['another guest', otherGuests.proof],
  ['somebody with the order number', { orderToken: guests.number }],
  ['somebody with the order id', { orderToken: guests.id }],
  ['somebody with the cart id', { orderToken: guests.cartId }],
  [
    'somebody with a token of another purpose',
    { orderToken: shop.get(DerivedSecrets).derive('x', guests.id).text },
  ],
  ['somebody with an empty token', { headers: { 'x-order-token': '' } }],
  ['somebody with half a token', { orderToken: guests.proof.orderToken!.slice(0, 20) }],
];

/** Callers who cannot prove that the customer's order is theirs. */
const strangersToCustomers = (): [string, object][] => [
  ['nobody', {}],
  ['another customer', { token: stranger.token }],
  ['a guest', guests.proof],
  // Tokens are for guests: even a right one opens no customer's order.
  ['somebody with a token made for it', { orderToken: tokenFor(customers.id) }],
];

describe('A token that opens nothing', () => {
  it('makes no two strangers one: each gets a cart of their own, and nothing is stored', async () => {
    const stranger = { orderToken: 'undefined', idempotencyKey: 'the-same' };
    const first = await shop.http.post('/carts', undefined, stranger);
    const second = await shop.http.post('/carts', undefined, stranger);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).not.toBe(first.body.id);
    expect(await shop.sql(`SELECT FROM idempotency_keys WHERE key = 'the-same'`)).toHaveLength(0);
  });

  it('stores nothing where a token is asked for', async () => {
    const guess = { orderToken: 'guess', idempotencyKey: 'a-guess' };
    for (const [path, body] of [
      [`/orders/${guests.id}/cancellation`, { reason: 'x' }],
      [`/orders/${guests.id}/payments`, { provider: 'test' }],
    ] as const)
      expect((await shop.http.post(path, body, guess)).status).toBe(404);
    expect(await shop.sql(`SELECT FROM idempotency_keys WHERE key = 'a-guess'`)).toHaveLength(0);
  });
});

describe('An order', () => {
  it('of a guest opens to its token, and to staff', async () => {
    const seen = await shop.http.get(`/orders/${guests.id}`, guests.proof);
    expect(seen.body).toMatchObject({ id: guests.id, number: guests.number });
    expect(seen.body).not.toHaveProperty('accessToken');
    expect((await shop.http.get(`/orders/${guests.id}`, { token: staff.token })).status).toBe(200);
  });

  it('of a customer opens to them, and to staff', async () => {
    expect((await shop.http.get(`/orders/${customers.id}`, customers.proof)).body.id).toBe(customers.id);
    expect((await shop.http.get(`/orders/${customers.id}`, { token: staff.token })).status).toBe(200);
  });

  it('is not there for anybody else, in the very words of one that does not exist', async () => {
    const missing = await shop.http.get(`/orders/${uuidv7()}`);
    const cases = [
      ...strangersToGuests().map(([who, options]) => [who, guests.id, options] as const),
      ...strangersToCustomers().map(([who, options]) => [who, customers.id, options] as const),
    ];
    for (const [who, id, options] of cases) {
      const answer = await shop.http.get(`/orders/${id}`, options);
      expect([who, answer.status, answer.body.detail]).toEqual([who, 404, missing.body.detail]);
    }
  });

  it.each(['1001', 'me', uuidv4().replaceAll('-', ''), "1'--"])('named %s is not there', async (id) => {
    expect((await shop.http.get(`/orders/${id}`, { token: staff.token })).status).toBe(404);
  });

  it('shows its history and customer to staff alone', async () => {
    const shopper = (await shop.http.get(`/orders/${customers.id}`, customers.proof)).body;
    expect(shopper).not.toHaveProperty('history');
    expect(shopper).not.toHaveProperty('customerId');
    const full = (await shop.http.get(`/orders/${customers.id}`, { token: staff.token })).body;
    expect(full.customerId).toBe(owner.user.id);
    expect(full.history).toEqual([
      expect.objectContaining({
        type: 'created',
        actor: 'shopper',
        actorId: owner.user.id,
        status: 'pending_payment',
      }),
    ]);
    expect(JSON.stringify(full)).not.toContain(customers.cartId);
  });

  it('has a tag that changes with it', async () => {
    const order = await anOrder(shop);
    const first = await shop.http.get(`/orders/${order.id}`, order.proof);
    const ifNoneMatch = { headers: { 'if-none-match': first.headers['etag']! } };
    const again = await shop.http.get(`/orders/${order.id}`, { ...order.proof, ...ifNoneMatch });
    expect([again.status, again.text]).toEqual([304, '']);
    await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    const changed = await shop.http.get(`/orders/${order.id}`, { ...order.proof, ...ifNoneMatch });
    expect([changed.status, changed.body.version]).toEqual([200, 2]);
  });
});

describe('Changing an order', () => {
  it('is for those who may see it: cancellation by others is 404, and nothing changes', async () => {
    for (const [who, options] of strangersToGuests()) {
      const answer = await shop.http.post(`/orders/${guests.id}/cancellation`, {}, options);
      expect([who, answer.status]).toEqual([who, 404]);
    }
    for (const [who, options] of strangersToCustomers()) {
      const answer = await shop.http.post(`/orders/${customers.id}/cancellation`, {}, options);
      expect([who, answer.status]).toEqual([who, 404]);
    }
    const versions = await shop.sql('SELECT DISTINCT version FROM orders WHERE id = ANY($1)', [
      [guests.id, customers.id],
    ]);
    expect(versions).toEqual([{ version: 1 }]);
  });

  it('by sending goods is for staff', async () => {
    const path = `/orders/${customers.id}/fulfillments`;
    expect((await shop.http.post(path, {})).status).toBe(401);
    expect((await shop.http.post(path, {}, guests.proof)).status).toBe(401);
    expect((await shop.http.post(path, {}, { token: owner.token })).status).toBe(403);
  });
});

describe('The list of orders', () => {
  const list = (query: string, token: string) => shop.http.get(`/orders${query}`, { token });
  const ids = (page: { items: { id: string }[] }) => page.items.map(({ id }) => id);

  it('needs a sign-in; a token of one order does not do', async () => {
    expect((await shop.http.get('/orders')).status).toBe(401);
    expect((await shop.http.get('/orders', guests.proof)).status).toBe(401);
  });

  it('shows customers their own orders, whatever they filter for', async () => {
    expect(ids((await list('', owner.token)).body)).toEqual([customers.id]);
    expect((await list('', stranger.token)).body).toEqual({ items: [], nextCursor: null });
    expect(ids((await list('?email=owner@example.com', stranger.token)).body)).toEqual([]);
    expect(ids((await list(`?number=${guests.number}`, owner.token)).body)).toEqual([]);
    const refused = await list(`?customerId=${owner.user.id}`, stranger.token);
    expect([refused.status, refused.body.code]).toEqual([400, 'unknown_field']);
  });

  it('shows staff everybody’s, newest first', async () => {
    const all = ids((await list('', staff.token)).body);
    expect(all).toEqual(expect.arrayContaining([customers.id, otherGuests.id, guests.id]));
    expect(all).toEqual([...all].toSorted().toReversed());
  });

  it.each([
    ['email=GUEST@example.com', () => [guests.id]],
    ['number=0', () => []],
    ['status=placed', () => []],
    ['paymentStatus=paid', () => []],
    ['fulfillmentStatus=fulfilled', () => []],
    ['createdFrom=2999-01-01T00:00:00Z', () => []],
    ['createdTo=2000-01-01T00:00:00Z', () => []],
    [
      'createdFrom=2000-01-01T00:00:00Z&createdTo=2999-01-01T00:00:00%2B02:00&email=guest@example.com',
      () => [guests.id],
    ],
    [
      'status=pending_payment&paymentStatus=none&fulfillmentStatus=unfulfilled&email=other@example.com',
      () => [otherGuests.id],
    ],
  ])('filters by %s', async (query, expected) => {
    expect(ids((await list(`?${query}`, staff.token)).body)).toEqual(expected());
  });

  it('finds an order by its number', async () => {
    expect(ids((await list(`?number=${customers.number}`, staff.token)).body)).toEqual([customers.id]);
  });

  it.each([
    'status=paid',
    'paymentStatus=',
    'fulfillmentStatus=x',
    'email=nobody',
    'number=1%20OR%201=1',
    'createdFrom=yesterday',
    'createdFrom=2026-13-45',
    'createdFrom=2026-02-30T00:00:00Z',
    'createdFrom=2026-02-28',
    'createdTo=2026-02-29T10:00:00Z',
    'createdTo=2026-02-28T10:00:00%2B99:99',
    'createdTo=2026-01-01T00:00',
    'limit=0',
    'limit=101',
    'status=placed&status=canceled',
    'sort=total',
  ])('refuses %s', async (query) => {
    expect((await list(`?${query}`, staff.token)).status).toBe(400);
  });

  it('goes on where a page ended, while orders come in', async () => {
    const buyer = await aCustomer(shop);
    const made = [];
    for (let count = 0; count < 5; count += 1) made.push((await anOrder(shop, { customer: buyer })).id);
    const newest = made.toReversed();

    const first = (await list('?limit=2', buyer.token)).body;
    expect(ids(first)).toEqual(newest.slice(0, 2));
    await anOrder(shop, { customer: buyer });
    const second = (await list(`?limit=2&cursor=${first.nextCursor}`, buyer.token)).body;
    const third = (await list(`?limit=2&cursor=${second.nextCursor}`, buyer.token)).body;
    expect([...ids(second), ...ids(third)]).toEqual(newest.slice(2));
    expect(third.nextCursor).toBeNull();

    const tampered = `${first.nextCursor.slice(0, -2)}AA`;
    for (const [query, token] of [
      [`?limit=2&cursor=${tampered}`, buyer.token],
      [`?limit=2&cursor=${first.nextCursor}&status=placed`, buyer.token],
      [`?limit=2&cursor=${first.nextCursor}`, owner.token],
      [`?limit=2&cursor=${first.nextCursor}`, staff.token],
    ] as const) {
      const refused = await list(query, token);
      expect([refused.status, refused.body.code]).toEqual([400, 'invalid_cursor']);
    }
  });

  it('takes one statement for an order with its lines', async () => {
    const read = () => shop.http.get(`/orders/${guests.id}`, guests.proof);
    expect((await shop.statementsOf(read)).length).toBe(1);
  });

  it('takes as many statements for many orders as for one', async () => {
    const count = async (query: string) =>
      (await shop.statementsOf(() => list(query, staff.token))).filter((sql) =>
        /order_lines|fulfillments|orders/.test(sql),
      );
    expect((await count('?limit=1')).length).toBe((await count('?limit=100')).length);
    expect((await count('?limit=100')).length).toBe(2);
  });
});
