import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SessionsJobs } from '../../src/auth/sessions/sessions.jobs.js';
import { createApplication } from '../../src/common/boot/application.js';
import { AppModule } from '../../src/app.module.js';
import { aCustomer, anOwner, aStaff, signIn, type SignedInAccount } from '../support/builders/accounts.js';
import { eventually } from '../support/eventually.js';
import { meetingAtLock } from '../support/row-lock.js';
import { toldOfSecurity } from '../support/security-events.js';
import { openShop, type TestShop } from '../support/shop.js';
import { aToken, partsOf } from '../support/tokens.js';

describe('sessions', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop();
    await shop.listen();
  });
  afterEach(() => shop.doctor());
  afterAll(() => shop.close());

  const sessionOf = (account: SignedInAccount): string => partsOf(account.token).claims['sid'];
  const refresh = (refreshToken: string) => shop.network.post('/auth/refresh', { refreshToken });
  const me = async (token: string): Promise<number> => (await shop.http.get('/auth/me', { token })).status;
  const age = (account: SignedInAccount, column: 'rotated_at' | 'created_at', interval: string) =>
    column === 'rotated_at'
      ? shop.sql('UPDATE sessions SET rotated_at = rotated_at - $2::interval WHERE id = $1', [
          sessionOf(account),
          interval,
        ])
      : shop.sql('UPDATE sessions SET created_at = created_at - $2::interval WHERE id = $1', [
          sessionOf(account),
          interval,
        ]);
  const rowOf = async (account: SignedInAccount) =>
    (await shop.sql('SELECT * FROM sessions WHERE id = $1', [sessionOf(account)]))[0];
  const lockOf = (account: SignedInAccount) => ({
    sql: 'SELECT FROM sessions WHERE id = $1 FOR UPDATE',
    parameters: [sessionOf(account)],
    waiters: 5,
  });
  const reuses = async (account: SignedInAccount): Promise<number> =>
    (
      await shop.sql(`SELECT 1 FROM outbox WHERE type = 'auth.refresh_token_reused' AND aggregate_id = $1`, [
        account.user.id,
      ])
    ).length;

  describe('refreshing', () => {
    it('gives the next pair of the same session, with tokens that work', async () => {
      const customer = await aCustomer(shop);
      const { status, body } = await refresh(customer.refreshToken);
      expect(status).toBe(200);
      expect(body).toMatchObject({ user: { id: customer.user.id }, tokenType: 'Bearer', expiresIn: 600 });
      expect(body.refreshToken).not.toBe(customer.refreshToken);
      expect(partsOf(body.accessToken).claims['sid']).toBe(sessionOf(customer));
      expect(await me(body.accessToken)).toBe(200);
      expect((await refresh(body.refreshToken)).status).toBe(200);
    });

    it('gives whoever asks again within ten seconds the same token, and ends the session after that', async () => {
      const customer = await aCustomer(shop);
      const first = await refresh(customer.refreshToken);
      const again = await refresh(customer.refreshToken);
      expect(again.status).toBe(200);
      expect(again.body.refreshToken).toBe(first.body.refreshToken);

      await age(customer, 'rotated_at', '10 seconds');
      const late = await refresh(customer.refreshToken);
      expect([late.status, late.body.code]).toEqual([401, 'invalid_refresh_token']);
      expect(await rowOf(customer)).toMatchObject({ revocation_reason: 'token_reused' });
      expect(await reuses(customer)).toBe(1);
      expect((await refresh(first.body.refreshToken)).status).toBe(401);
      expect(await me(first.body.accessToken)).toBe(401);
    });

    it('ends the session at once when a token two steps old comes back', async () => {
      const customer = await aCustomer(shop);
      const first = await refresh(customer.refreshToken);
      const second = await refresh(first.body.refreshToken);
      const told = await toldOfSecurity(async () => {
        expect((await refresh(customer.refreshToken)).status).toBe(401);
      });
      expect(told).toEqual([
        expect.objectContaining({
          event: 'refresh_token_reused',
          accountId: customer.user.id,
          sessionId: sessionOf(customer),
        }),
      ]);
      expect((await refresh(second.body.refreshToken)).status).toBe(401);
      expect(await me(second.body.accessToken)).toBe(401);
    });

    it('with one token from fifty places at once makes one successor', async () => {
      const customer = await aCustomer(shop);
      const answers = await meetingAtLock(shop, lockOf(customer), () =>
        Promise.all(Array.from({ length: 50 }, () => refresh(customer.refreshToken))),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
      expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
      expect(await rowOf(customer)).toMatchObject({ counter: 1, revoked_at: null });
      expect(await reuses(customer)).toBe(0);
      expect((await refresh(answers[0]!.body.refreshToken)).status).toBe(200);

      // Stolen and used later: the whole family dies, however many hold a part of it.
      await age(customer, 'rotated_at', '11 seconds');
      const late = await Promise.all(Array.from({ length: 20 }, () => refresh(customer.refreshToken)));
      expect(new Set(late.map(({ status }) => status))).toEqual(new Set([401]));
      expect(await reuses(customer)).toBe(1);
      for (const { body } of answers.slice(0, 5)) expect(await me(body.accessToken)).toBe(401);
    });

    it('of one session leaves the others of the account alone', async () => {
      const phone = await aCustomer(shop);
      const laptop = await signIn(shop, phone.user);
      const first = await refresh(phone.refreshToken);
      await refresh(first.body.refreshToken);
      expect((await refresh(phone.refreshToken)).status).toBe(401);
      expect((await refresh(laptop.refreshToken)).status).toBe(200);
    });

    it.each([
      ['30 days without use', 'rotated_at', '30 days'],
      ['90 days at most', 'created_at', '90 days'],
    ] as const)('a customer ends after %s', async (_, column, interval) => {
      const customer = await aCustomer(shop);
      await age(customer, column, `${interval} -1 minute`);
      const alive = await refresh(customer.refreshToken);
      expect(alive.status).toBe(200);
      await age(customer, column, interval);
      expect((await refresh(alive.body.refreshToken)).status).toBe(401);
    });

    it.each([
      ['30 minutes without use', 'rotated_at', '30 minutes'],
      ['12 hours at most', 'created_at', '12 hours'],
    ] as const)('staff ends after %s', async (_, column, interval) => {
      const staff = await aStaff(shop);
      await age(staff, column, interval);
      expect((await refresh(staff.refreshToken)).status).toBe(401);
      expect(await reuses(staff)).toBe(0);
    });

    it('is refused after sign-out, of a suspended account, and for what is no token of ours', async () => {
      const customer = await aCustomer(shop);
      await shop.http.post('/auth/logout', undefined, { token: customer.token });
      expect((await refresh(customer.refreshToken)).status).toBe(401);

      const suspended = await aCustomer(shop);
      const owner = await anOwner(shop);
      await shop.http.patch(`/users/${suspended.user.id}`, { status: 'suspended' }, { token: owner.token });
      expect((await refresh(suspended.refreshToken)).status).toBe(401);

      const token = suspended.refreshToken;
      for (const refreshToken of [
        'x',
        '../../etc/passwd',
        `' OR 1=1--`,
        token.slice(0, -2),
        `${token.slice(0, -6)}AAAAAA`,
        randomBytes(52).toString('base64url'),
      ]) {
        const { status, body } = await refresh(refreshToken);
        expect([status, body.code]).toEqual([401, 'invalid_refresh_token']);
      }
      expect((await refresh('x'.repeat(201))).status).toBe(400);
      expect((await refresh('')).status).toBe(400);
    });

    it('promises a customer who became staff no more than staff has', async () => {
      const promoted = await aCustomer(shop, { isEmailVerified: true });
      await age(promoted, 'created_at', '2 days');
      const owner = await anOwner(shop);
      await shop.http.patch(`/users/${promoted.user.id}`, { roles: ['staff'] }, { token: owner.token });
      expect((await refresh(promoted.refreshToken)).status).toBe(401);

      const young = await aCustomer(shop, { isEmailVerified: true });
      await shop.http.patch(`/users/${young.user.id}`, { roles: ['staff'] }, { token: owner.token });
      expect((await refresh(young.refreshToken)).body.expiresIn).toBe(300);
      const session = { userId: young.user.id, sessionId: sessionOf(young) };
      const now = Math.floor(Date.now() / 1000);
      const issuedAgo = (seconds: number) =>
        aToken(shop, session, { claims: { iat: now - seconds, exp: now - seconds + 600 } });
      expect(await me(await issuedAgo(290))).toBe(200);
      expect(await me(await issuedAgo(301))).toBe(401);
    });
  });

  describe('of one account', () => {
    const MOST = 3;
    let small: TestShop;
    beforeAll(async () => {
      small = await openShop({ env: { AUTH_SESSIONS_PER_ACCOUNT: String(MOST) } });
    });
    afterAll(() => small.close());

    const statusOf = async (token: string) => (await small.http.get('/auth/me', { token })).status;
    const openOf = async (account: SignedInAccount): Promise<number> =>
      (await small.sql('SELECT FROM sessions WHERE user_id = $1 AND revoked_at IS NULL', [account.user.id]))
        .length;

    it('are so many at most: the next one ends the one that nobody has refreshed for longest', async () => {
      const first = await aCustomer(small);
      const second = await signIn(small, first.user);
      const third = await signIn(small, first.user);
      const other = await aCustomer(small);
      const refreshed = await small.http.post('/auth/refresh', { refreshToken: first.refreshToken });
      expect(await statusOf(second.token)).toBe(200);

      const fourth = await signIn(small, first.user);

      expect(await statusOf(second.token)).toBe(401);
      const { status } = await small.http.post('/auth/refresh', { refreshToken: second.refreshToken });
      expect(status).toBe(401);
      for (const token of [refreshed.body.accessToken, third.token, fourth.token, other.token])
        expect(await statusOf(token)).toBe(200);
      const ended = await small.sql('SELECT revocation_reason AS reason FROM sessions WHERE id = $1', [
        partsOf(second.token).claims['sid'],
      ]);
      expect(ended).toEqual([{ reason: 'crowded_out' }]);
    });

    it('are no more when many begin at once', async () => {
      const account = await aCustomer(small);
      await meetingAtLock(
        small,
        { sql: 'SELECT FROM users WHERE id = $1 FOR UPDATE', parameters: [account.user.id], waiters: 5 },
        () => Promise.all(Array.from({ length: 5 }, () => signIn(small, account.user))),
      );
      expect(await openOf(account)).toBe(MOST);
    });
  });

  describe('an access token stops working', () => {
    it('at sign-out, for that session alone', async () => {
      const phone = await aCustomer(shop);
      const laptop = await signIn(shop, phone.user);
      expect(await me(phone.token)).toBe(200);
      expect((await shop.http.post('/auth/logout', undefined, { token: phone.token })).status).toBe(204);
      expect(await me(phone.token)).toBe(401);
      expect((await shop.http.post('/auth/logout', undefined, { token: phone.token })).status).toBe(401);
      expect(await me(laptop.token)).toBe(200);
    });

    it('at suspension, on every device, and stays so when the account is taken back', async () => {
      const owner = await anOwner(shop);
      const phone = await aCustomer(shop);
      const laptop = await signIn(shop, phone.user);
      expect([await me(phone.token), await me(laptop.token)]).toEqual([200, 200]);
      const path = `/users/${phone.user.id}`;
      await shop.http.patch(path, { status: 'suspended' }, { token: owner.token });
      expect([await me(phone.token), await me(laptop.token)]).toEqual([401, 401]);
      await shop.http.patch(path, { status: 'active' }, { token: owner.token });
      expect([await me(phone.token), await me(laptop.token)]).toEqual([401, 401]);
      expect(await me((await signIn(shop, phone.user)).token)).toBe(200);
    });

    it('to open doors when its role is taken, and opens them when one is given', async () => {
      const owner = await anOwner(shop);
      const staff = await aStaff(shop, { isEmailVerified: true });
      const users = async (): Promise<number> =>
        (await shop.http.get('/users', { token: staff.token })).status;
      const give = (...roles: string[]) =>
        shop.http.patch(`/users/${staff.user.id}`, { roles }, { token: owner.token });
      expect(await users()).toBe(200);
      await give('customer');
      expect(await users()).toBe(403);
      await give('staff');
      expect(await users()).toBe(200);
    });

    it('when the account is gone', async () => {
      const customer = await aCustomer(shop);
      await shop.sql('DELETE FROM users WHERE id = $1', [customer.user.id]);
      expect(await me(customer.token)).toBe(401);
      expect((await refresh(customer.refreshToken)).status).toBe(401);
    });
  });

  it('that end in one process end in the others', async () => {
    const other = await createApplication(AppModule);
    const customer = await aCustomer(shop);
    const elsewhere = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${customer.token}` };
      return (await other.app.inject({ url: '/api/v1/auth/me', headers })).statusCode;
    };
    expect(await elsewhere()).toBe(200);
    await shop.http.post('/auth/logout', undefined, { token: customer.token });
    expect(await me(customer.token)).toBe(401);
    await eventually(async () => (await elsewhere()) === 401);
    await other.app.close();
  });

  it('cost one statement a second, however many requests they carry', async () => {
    const { token } = await aCustomer(shop);
    const began = performance.now();
    const statements = await shop.statementsOf(async () => {
      for (let request = 0; request < 50; request += 1) await shop.http.get('/users', { token });
    });
    const seconds = (performance.now() - began) / 1_000;
    // The shop also looks after itself meanwhile.
    const reads = statements.filter((text) => text.includes('FROM sessions'));
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.length).toBeLessThanOrEqual(1 + Math.ceil(seconds));
  });

  it('are removed once nothing of them could still be used', async () => {
    const old = await aCustomer(shop);
    const living = await aCustomer(shop);
    await age(old, 'rotated_at', '61 days');
    await age(living, 'rotated_at', '29 days');
    await shop.sql(
      `INSERT INTO sessions (id, user_id, rotated_at)
       SELECT gen_random_uuid(), $1, now() - interval '70 days' FROM generate_series(1, 2500)`,
      [old.user.id],
    );
    await shop.get(SessionsJobs).removeDead();
    expect(await rowOf(old)).toBeUndefined();
    expect(await rowOf(living)).toBeDefined();
    const [left] = await shop.sql(
      `SELECT count(*)::int AS n FROM sessions WHERE rotated_at < now() - interval '60 days'`,
    );
    expect(left).toEqual({ n: 0 });
  });
});
