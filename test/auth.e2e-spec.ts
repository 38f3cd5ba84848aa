import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCustomer } from './support/builders/accounts.js';
import { openShop, type TestShop } from './support/shop.js';

const PASSWORD = 'seven quiet harbors';

describe('accounts and sessions', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());

  it('opens an account, signs in, tells who is signed in, and signs out', async () => {
    const registered = await shop.http.post('/auth/register', {
      email: ' Mara@Example.com ',
      password: PASSWORD,
      name: 'Mara',
    });
    expect(registered.status).toBe(201);
    expect(registered.body).toMatchObject({
      user: { email: 'mara@example.com', name: 'Mara', emailVerified: false },
      tokenType: 'Bearer',
      expiresIn: 600,
    });

    const login = await shop.http.post('/auth/login', { email: 'mara@example.com', password: PASSWORD });
    expect(login.status).toBe(200);
    expect(login.body.user).toEqual(registered.body.user);

    const token = login.body.accessToken;
    const me = await shop.http.get('/auth/me', { token });
    expect(me.body).toEqual({ ...registered.body.user, roles: ['customer'], permissions: [] });

    expect((await shop.http.post('/auth/logout', undefined, { token })).status).toBe(204);
    expect((await shop.http.get('/auth/me', { token })).status).toBe(401);
    expect((await shop.http.get('/auth/me', { token: registered.body.accessToken })).status).toBe(200);
  });

  it('lets builders sign in', async () => {
    const { user, token } = await aCustomer(shop);
    expect((await shop.http.get('/auth/me', { token })).body.id).toBe(user.id);
  });
});
