import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionsService } from '../../src/auth/sessions/sessions.service.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { UnusedAccountsJobs } from '../../src/orders/retention/unused-accounts.jobs.js';
import { aCustomer, anAccount, aStaff, PASSWORD } from '../support/builders/accounts.js';
import { aCart } from '../support/builders/carts.js';
import { anOrder } from '../support/builders/orders.js';
import { aVariant } from '../support/builders/products.js';
import { meetingAtLock } from '../support/row-lock.js';
import { openShop, type TestShop } from '../support/shop.js';

describe('Accounts that nobody used for a year', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop({ worker: false });
  });
  afterAll(() => shop.close());

  const age = (id: string, days: number) =>
    shop.sql('UPDATE users SET signed_in_at = now() - make_interval(days => $2) WHERE id = $1', [id, days]);
  const isThere = async (id: string) =>
    (await shop.sql('SELECT FROM users WHERE id = $1', [id])).length === 1;
  const remove = () => shop.get(UnusedAccountsJobs).removeUnused();
  const removed = async (): Promise<number> => {
    const { text } = await shop.http.get('/metrics');
    return Number(/^cartwright_unused_accounts_removed_total (\d+)$/m.exec(text)![1]);
  };
  const login = (email: string) => shop.http.post('/auth/login', { email, password: PASSWORD });

  it('go with their sessions and carts, are counted, and may be opened anew', async () => {
    const { email, id } = (await aCustomer(shop)).user;
    const { variantId } = await aVariant(shop);
    const cart = await aCart(shop, { customerId: id, items: [{ variantId }] });
    await age(id, 366);
    const before = await removed();
    await remove();
    expect(await isThere(id)).toBe(false);
    expect(await shop.sql('SELECT FROM sessions WHERE user_id = $1', [id])).toEqual([]);
    expect(await shop.sql('SELECT FROM carts WHERE id = $1', [cart])).toEqual([]);
    expect(await removed()).toBe(before + 1);
    expect((await login(email)).status).toBe(401);
    expect((await shop.http.post('/auth/register', { email, password: PASSWORD })).status).toBe(201);
    await shop.doctor();
  });

  it('are all that goes: none of staff, with an order, verified, suspended, or used within the year', async () => {
    const buyer = await aCustomer(shop);
    await anOrder(shop, { customer: buyer });
    const others = [
      buyer.user,
      (await aStaff(shop)).user,
      await anAccount(shop, { roles: ['customer', 'staff'] }),
      await anAccount(shop, { isEmailVerified: true }),
      await anAccount(shop, { status: 'suspended' }),
    ];
    const young = await anAccount(shop);
    for (const { id } of others) await age(id, 4000);
    await age(young.id, 364);
    await remove();
    for (const { id } of [...others, young]) expect(await isThere(id)).toBe(true);
  });

  it('go however many they are, in batches, past those that stay', async () => {
    const buyer = await aCustomer(shop);
    await anOrder(shop, { customer: buyer });
    await age(buyer.user.id, 4000);
    await shop.sql(
      `INSERT INTO users (id, email, password_hash, status, roles, signed_in_at)
       SELECT gen_random_uuid(), 'many-' || n || '@example.com', '$argon2id$', 'active', '{customer}',
         now() - interval '400 days'
       FROM generate_series(1, 1700) AS n`,
    );
    const before = await removed();
    await remove();
    expect(await removed()).toBe(before + 1700);
    expect(await isThere(buyer.user.id)).toBe(true);
  });

  it('are used again by a sign-in, which the account itself remembers', async () => {
    const user = await anAccount(shop);
    await age(user.id, 400);
    expect((await login(user.email)).status).toBe(200);
    await shop.sql('DELETE FROM sessions WHERE user_id = $1', [user.id]);
    await remove();
    expect(await isThere(user.id)).toBe(true);
  });

  it('are not lost when somebody signs in at that very moment', async () => {
    const user = await anAccount(shop);
    await age(user.id, 400);
    const transaction = shop.get(Transaction);
    await transaction.run(async () => {
      expect(await shop.get(SessionsService).open(user.id, '127.0.0.1')).toBeDefined();
      await transaction.outside(remove);
    });
    await remove();
    expect(await isThere(user.id)).toBe(true);
  });

  it('are plainly gone for who signs in while they go', async () => {
    const user = await anAccount(shop);
    const lock = { sql: 'DELETE FROM users WHERE id = $1', parameters: [user.id], waiters: 1 };
    const { status, body } = await meetingAtLock(shop, lock, () => login(user.email));
    expect([status, body.code]).toEqual([401, 'invalid_credentials']);
  });
});
