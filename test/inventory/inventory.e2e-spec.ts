import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../src/common/database/ids.js';
import { aStaff } from '../support/builders/accounts.js';
import { aKey } from '../support/builders/orders.js';
import { aLevel, aReservation, countsOf } from '../support/builders/stock.js';
import { meetingAtLock } from '../support/row-lock.js';
import { openShop, type TestShop } from '../support/shop.js';
import { expectStaffAlone } from '../support/staff-alone.js';

const ABOVE_LIMIT = 1_000_000_001;

let shop: TestShop;
let token: string;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  ({ token } = await aStaff(shop));
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

const level = (variantId: string) => shop.http.get(`/inventory/levels/${variantId}`, { token });
const setTo = (variantId: string, onHand: unknown, headers: Record<string, string> = {}) =>
  shop.http.put(`/inventory/levels/${variantId}`, { onHand }, { token, headers });
const adjust = (body: unknown, idempotencyKey = aKey()) =>
  shop.http.post('/inventory/adjustments', body, { token, idempotencyKey });
const movementsOf = (variantId: string) =>
  shop.sql(
    `SELECT kind, quantity, reason, actor_id IS NOT NULL AS "hasActor" FROM stock_movements
     WHERE variant_id = $1 AND kind <> 'initial' ORDER BY id`,
    [variantId],
  );

describe('stock levels', () => {
  it('show what is on hand, reserved and available', async () => {
    const { variantId, sku } = await aLevel(shop, 5);
    await aReservation(shop, variantId, 2);

    const answer = await level(variantId);
    expect(answer.body).toEqual({
      variantId,
      sku,
      onHand: 5,
      reserved: 2,
      available: 3,
      maxPerOrder: null,
      version: 1,
    });
    expect(answer.headers['etag']).toMatch(/^"1-[\w-]+"$/);
    const again = await shop.http.get(`/inventory/levels/${variantId}`, {
      token,
      headers: { 'if-none-match': answer.headers['etag']! },
    });
    expect(again.status).toBe(304);
  });

  it('are listed by SKU, page by page', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => aLevel(shop)));
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await shop.http.get(`/inventory/levels?limit=2${cursor}`, { token });
      seen.push(...page.body.items.map(({ sku }: { sku: string }) => sku));
      cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`;
    } while (cursor !== '');

    expect(seen).toEqual([...seen].sort());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(made.map(({ sku }) => sku)));
  });

  it('are found by SKU and by variant', async () => {
    const { variantId, sku } = await aLevel(shop);
    for (const query of [`sku=${sku}`, `variantId=${variantId}`]) {
      const { body } = await shop.http.get(`/inventory/levels?${query}`, { token });
      expect(body).toMatchObject({ items: [{ variantId, sku }], nextCursor: null });
    }
    const none = await shop.http.get(`/inventory/levels?sku=no-such`, { token });
    expect(none.body).toEqual({ items: [], nextCursor: null });
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'variantId=1',
    'sku=',
    'cursor=forged',
    'page=2',
    'sku=a&sku=b',
  ])('refuse ?%s', async (query) => {
    expect((await shop.http.get(`/inventory/levels?${query}`, { token })).status).toBe(400);
  });

  it('are for staff', async () => {
    const { variantId } = await aLevel(shop);
    await expectStaffAlone(shop, (as) => [
      shop.http.get('/inventory/levels', as),
      shop.http.get(`/inventory/levels/${variantId}`, as),
      shop.http.put(`/inventory/levels/${variantId}`, { onHand: 0 }, as),
      shop.http.post('/inventory/adjustments', { variantId, delta: 1, reason: 'x' }, as),
    ]);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 10, reserved: 0 });
  });

  it('are 404 for an unknown variant', async () => {
    for (const id of [uuidv7(), 'undefined', '0', "' OR 1=1--"]) {
      expect((await level(encodeURIComponent(id))).status).toBe(404);
      expect((await setTo(encodeURIComponent(id), 1)).status).toBe(404);
    }
  });
});

describe('counting', () => {
  it('sets what is on hand, and writes down the difference', async () => {
    const { variantId, sku } = await aLevel(shop, 5);
    const answer = await setTo(variantId, 8);
    expect(answer.body).toEqual({
      variantId,
      sku,
      onHand: 8,
      reserved: 0,
      available: 8,
      maxPerOrder: null,
      version: 2,
    });
    expect(await movementsOf(variantId)).toEqual([
      { kind: 'count', quantity: 3, reason: null, hasActor: true },
    ]);
  });

  it('changes nothing when the count was right', async () => {
    const { variantId } = await aLevel(shop, 5);
    expect((await setTo(variantId, 5)).body).toMatchObject({ onHand: 5, version: 1 });
    expect(await movementsOf(variantId)).toEqual([]);
  });

  it('refuses a count made before another change', async () => {
    const { variantId } = await aLevel(shop, 5);
    const { headers } = await level(variantId);
    expect((await setTo(variantId, 6, { 'if-match': headers['etag']! })).status).toBe(200);

    const stale = await setTo(variantId, 9, { 'if-match': headers['etag']! });
    expect(stale.status).toBe(412);
    expect(stale.body.code).toBe('stale_version');
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 6, reserved: 0 });
    expect((await setTo(variantId, 9, { 'if-match': '"2"' })).status).toBe(200);
  });

  it('goes stale by a sale, and not by a reservation', async () => {
    const { variantId } = await aLevel(shop, 5);
    await aReservation(shop, variantId);
    expect((await setTo(variantId, 6, { 'if-match': '"1"' })).status).toBe(200);
  });

  it('leaves the units that orders hold', async () => {
    const { variantId } = await aLevel(shop, 5);
    await aReservation(shop, variantId, 3);
    const refused = await setTo(variantId, 2);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'on_hand_below_reserved', reserved: 3 });
    expect((await setTo(variantId, 3)).body).toMatchObject({ onHand: 3, reserved: 3, available: 0 });
  });

  it.each([-1, 1.5, ABOVE_LIMIT, 1e12, '5', null, true, [5], { value: 5 }, undefined])(
    'refuses %j units',
    async (onHand) => {
      const { variantId } = await aLevel(shop, 5);
      const refused = await setTo(variantId, onHand);
      expect(refused.status).toBe(400);
      expect(await countsOf(shop, variantId)).toEqual({ onHand: 5, reserved: 0 });
    },
  );

  it('refuses a number that no computer holds', async () => {
    const { variantId } = await aLevel(shop, 5);
    const refused = await shop.http.put(`/inventory/levels/${variantId}`, '{"onHand":1e400}', {
      token,
      headers: { 'content-type': 'application/json' },
    });
    expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
  });

  it('refuses what the count does not consist of', async () => {
    const { variantId } = await aLevel(shop, 5);
    for (const field of ['reserved', 'version', 'available', 'sku', 'variantId']) {
      const refused = await shop.http.put(
        `/inventory/levels/${variantId}`,
        { onHand: 5, [field]: 1 },
        { token },
      );
      expect(refused.body.code).toBe('unknown_field');
    }
  });

  it('loses none of twenty counts and sales at once', async () => {
    const { variantId } = await aLevel(shop, 20);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async (_, index) =>
        index % 2 === 0
          ? (await setTo(variantId, 100 + index, { 'if-match': '"1"' })).status
          : aReservation(shop, variantId).then(() => 'sold'),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 200)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 412)).toHaveLength(9);
    expect((await countsOf(shop, variantId)).reserved).toBe(10);
  });

  it('takes one of two counts that were made of the same shelf', async () => {
    const { variantId } = await aLevel(shop, 20);
    const sql = 'SELECT FROM stock_levels WHERE variant_id = $1 FOR UPDATE';
    const answers = await meetingAtLock(shop, { sql, parameters: [variantId], waiters: 2 }, () =>
      Promise.all([10, 30].map((onHand) => setTo(variantId, onHand, { 'if-match': '"1"' }))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 412]));
    const taken = answers.find(({ status }) => status === 200)!;
    expect(await countsOf(shop, variantId)).toEqual({ onHand: taken.body.onHand, reserved: 0 });
  });
});

describe('adjusting', () => {
  it('adds and takes away units for a reason', async () => {
    const { variantId } = await aLevel(shop, 5);
    const added = await adjust({ variantId, delta: 3, reason: 'Found behind a shelf' });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ variantId, onHand: 8, available: 8, version: 2 });
    await adjust({ variantId, delta: -8, reason: 'Water damage' });

    expect(await movementsOf(variantId)).toEqual([
      { kind: 'adjustment', quantity: 3, reason: 'Found behind a shelf', hasActor: true },
      { kind: 'adjustment', quantity: -8, reason: 'Water damage', hasActor: true },
    ]);
  });

  it('acts once for one Idempotency-Key', async () => {
    const { variantId } = await aLevel(shop, 5);
    const body = { variantId, delta: 1, reason: 'Found' };
    const first = await adjust(body, 'found-one');
    const second = await adjust(body, 'found-one');

    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 6, reserved: 0 });
    expect((await adjust({ ...body, delta: 2 }, 'found-one')).body.code).toBe('idempotency_key_reused');
  });

  it('never takes what orders hold, and never counts beyond the limit', async () => {
    const { variantId } = await aLevel(shop, 5);
    await aReservation(shop, variantId, 5);
    const below = await adjust({ variantId, delta: -1, reason: 'Lost' });
    expect([below.status, below.body.code]).toEqual([409, 'on_hand_below_reserved']);

    const above = await adjust({ variantId, delta: 1_000_000_000, reason: 'Many' });
    expect([above.status, above.body.code]).toEqual([422, 'on_hand_too_large']);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 5, reserved: 5 });
  });

  it('is refused for an unknown variant', async () => {
    const refused = await adjust({ variantId: uuidv7(), delta: 1, reason: 'Found' });
    expect([refused.status, refused.body.code]).toEqual([422, 'variant_not_found']);
  });

  it.each([
    { delta: 0 },
    { delta: 1.5 },
    { delta: '1' },
    { delta: null },
    { delta: ABOVE_LIMIT },
    { delta: -ABOVE_LIMIT },
    { reason: '' },
    { reason: '   ' },
    { reason: 'x'.repeat(501) },
    { reason: 'two\nlines' },
    { reason: null },
    { variantId: 'x' },
    { variantId: null },
    { locationId: 'x' },
  ])('refuses %j', async (fault) => {
    const { variantId } = await aLevel(shop, 5);
    const refused = await adjust({ variantId, delta: 1, reason: 'Found', ...fault });
    expect(refused.status).toBe(400);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 5, reserved: 0 });
  });

  it('takes a reason of 500 characters of any script', async () => {
    const { variantId } = await aLevel(shop, 5);
    const reason = '🧦'.repeat(500);
    expect((await adjust({ variantId, delta: 1, reason })).status).toBe(201);
    expect((await movementsOf(variantId)).at(-1)).toMatchObject({ reason });
  });

  it('tells the catalog when a variant runs out or comes back', async () => {
    const { variantId } = await aLevel(shop, 1);
    await adjust({ variantId, delta: -1, reason: 'Broken' });
    await setTo(variantId, 4);
    await adjust({ variantId, delta: 1, reason: 'Found' });
    const told = await shop.sql(
      `SELECT payload->'available' AS available FROM outbox WHERE aggregate_id = $1 ORDER BY id`,
      [variantId],
    );
    expect(told).toEqual([{ available: false }, { available: true }]);
  });
});
