import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOwner, PASSWORD } from '../support/builders/accounts.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let token: string;
beforeAll(async () => {
  shop = await openShop({ worker: false });
  ({ token } = await anOwner(shop));
});
afterAll(() => shop.close());

describe('What was made', () => {
  it.each([
    ['/categories', { name: 'Shirts' }],
    ['/tax-rates', { name: 'Sales tax', country: 'US', region: 'NY', millionths: 88_750 }],
    ['/carts', {}],
  ])('is read where Location of POST %s says, also when the answer is sent again', async (path, body) => {
    const options = { token, idempotencyKey: randomUUID() };
    const made = await shop.http.post(path, body, options);
    expect([made.status, made.headers['location']]).toEqual([201, `/api/v1${path}/${made.body.id}`]);
    expect((await shop.http.get(made.headers['location']!, { token })).body.id).toBe(made.body.id);

    const again = await shop.http.post(path, body, options);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.headers['location']).toBe(made.headers['location']);
  });

  it('is the own account after a registration', async () => {
    const body = { email: 'new@example.com', password: PASSWORD };
    expect((await shop.http.post('/auth/register', body)).headers['location']).toBe('/api/v1/auth/me');
  });
});
