import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff, type SignedInAccount } from '../support/builders/accounts.js';
import { anOrder, pay } from '../support/builders/orders.js';
import { operate, usd } from '../support/builders/payments.js';
import type { HttpAnswer } from '../support/http-client.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;

beforeAll(async () => {
  shop = await openShop();
  staff = await aStaff(shop);
});

afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

/** The ids of all pages of two, one page after the other. */
async function idsPageByPage(path: string, proof: object): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer: HttpAnswer = await shop.http.get(`${path}?limit=2${cursor && `&cursor=${cursor}`}`, proof);
    pages.push(answer.body.items.map(({ id }: { id: string }) => id));
    cursor = answer.body.nextCursor;
  }
  return pages;
}

describe('A list of payments', () => {
  it('is read on by its cursor, oldest first', async () => {
    const order = await anOrder(shop);
    const ids: string[] = [];
    for (const method of ['decline', 'decline', 'decline', 'decline', 'success'])
      ids.push((await pay(shop, order, method)).id);
    const pages = await idsPageByPage(`/orders/${order.id}/payments`, order.proof);
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  });

  it.each(['refunds', 'captures'] as const)('of %s is read on by its cursor, newest first', async (kind) => {
    const order = await anOrder(shop);
    const { id } = await pay(shop, order, kind === 'refunds' ? 'success' : 'authorize_only');
    const ids: string[] = [];
    for (let count = 1; count <= 3; count += 1) {
      const body = { amount: usd(count), ...(kind === 'refunds' && { reason: 'x' }) };
      ids.unshift((await operate(shop, staff, id, kind, body)).body.id);
    }
    const pages = await idsPageByPage(`/payments/${id}/${kind}`, { token: staff.token });
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2)]);
  });

  it("refuses another list's cursor", async () => {
    const order = await anOrder(shop);
    for (const method of ['decline', 'decline']) await pay(shop, order, method);
    const first = await shop.http.get(`/orders/${order.id}/payments?limit=1`, order.proof);
    const other = await anOrder(shop);
    const path = `/orders/${other.id}/payments?cursor=${first.body.nextCursor}`;
    const answer = await shop.http.get(path, other.proof);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_cursor']);
  });
});
