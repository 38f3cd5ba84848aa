import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pairOf } from '../../src/auth/sign-in/login.guard.js';
import { SignInCounters } from '../../src/auth/sign-in/sign-in-counters.repository.js';
import { PAIR_HOURLY } from '../../src/auth/sign-in/sign-in-rules.js';
import { SignInJobs } from '../../src/auth/sign-in/sign-in.jobs.js';
import { anAccount, PASSWORD } from '../support/builders/accounts.js';
import { openBeside, openShop, type TestShop } from '../support/shop.js';

const WRONG = 'another quiet harbor';
const ENV = {
  RATE_LIMITS: 'on',
  TRUSTED_PROXIES: 'loopback',
  AUTH_ACCOUNT_FAILURES_PER_HOUR: '10',
  AUTH_REGISTRATIONS_PER_HOUR: '3',
};

/** One opens and closes while the other stays: two processes, and the same process before and after a restart. */
describe('limits on guessing, over two processes and a restart', () => {
  let one: TestShop;
  let other: TestShop;
  beforeAll(async () => {
    one = await openShop({ worker: false, env: ENV });
    other = await openBeside(one, ENV);
  });
  afterAll(async () => {
    await other.close();
    await one.close();
  });

  const restart = async (): Promise<void> => {
    await other.close();
    other = await openBeside(one, ENV);
  };
  let networks = 0;
  const somewhere = (): string => `198.${18 + Math.floor((networks += 1) / 250)}.${networks % 250}.7`;
  const login = async (shop: TestShop, email: string, password: string, ip: string, deviceToken?: string) => {
    const headers = { 'x-forwarded-for': ip };
    return shop.http.post('/auth/login', { email, password, deviceToken }, { headers });
  };
  /** Guesses until strangers have used up what an account takes of them; both processes serve them in turn. */
  async function exhaust(email: string): Promise<void> {
    for (let index = 0; index < 11; index += 1)
      await login(index % 2 === 0 ? one : other, email, WRONG, somewhere());
  }

  it('hold for account and client together', async () => {
    const { email } = await anAccount(one);
    const ip = somewhere();
    const failure = { rule: PAIR_HOURLY, whose: pairOf(email, ip) };
    for (let count = 1; count < PAIR_HOURLY.points; count += 1)
      await one.get(SignInCounters).count([failure]);
    expect((await login(one, email, WRONG, ip)).status).toBe(401);
    expect((await login(one, email, PASSWORD, ip)).status).toBe(429);
    expect((await login(other, email, PASSWORD, ip)).status).toBe(429);
    await restart();
    expect((await login(other, email, PASSWORD, ip)).status).toBe(429);
  });

  it('hold for opening accounts', async () => {
    const headers = { 'x-forwarded-for': somewhere() };
    const register = (shop: TestShop, at: number) =>
      shop.http.post(
        '/auth/register',
        { email: `shared-${at}@example.com`, password: PASSWORD },
        { headers },
      );
    for (const [at, shop] of [one, other, one].entries()) expect((await register(shop, at)).status).toBe(201);
    expect((await register(other, 3)).status).toBe(429);
    await restart();
    expect((await register(other, 4)).status).toBe(429);
  });

  it('hold for an account as a whole', async () => {
    const { email } = await anAccount(one);
    const guesser = somewhere();
    await login(one, email, WRONG, guesser);
    await exhaust(email);
    await restart();
    expect((await login(other, email, PASSWORD, guesser)).status).toBe(429);
  });

  it('let the holder in from a known device and a known place, wherever these became known', async () => {
    const { email } = await anAccount(one);
    const home = somewhere();
    const { deviceToken } = (await login(one, email, PASSWORD, home)).body;
    await exhaust(email);
    await restart();
    expect((await login(other, email, PASSWORD, home)).status).toBe(200);
    expect((await login(other, email, PASSWORD, somewhere(), deviceToken)).status).toBe(200);
    expect((await login(other, email, PASSWORD, somewhere(), deviceToken)).status).toBe(200);
  });

  it('let them in however many other addresses are guessed at meanwhile', async () => {
    const { email } = await anAccount(one);
    const home = somewhere();
    const { deviceToken } = (await login(one, email, PASSWORD, home)).body;
    await exhaust(email);
    const counters = one.get(SignInCounters);
    for (let batch = 0; batch < 20; batch += 1) {
      await counters.count(
        Array.from({ length: 1_000 }, (_, index) => ({
          rule: { name: 'login-account', points: 10, windowSeconds: 3_600 },
          whose: `guessed-${batch}-${index}@example.com`,
        })),
      );
    }
    expect((await login(other, email, PASSWORD, home)).status).toBe(200);
    expect((await login(other, email, PASSWORD, somewhere(), deviceToken)).status).toBe(200);
  });

  it('count a right password as no guess, and a refused attempt as none', async () => {
    const { email } = await anAccount(one);
    const pointsOf = async () =>
      (await one.sql<{ points: number }>('SELECT sum(points)::int AS points FROM sign_in_counters'))[0]!
        .points;
    const before = await pointsOf();
    const ip = somewhere();
    expect((await login(one, email, PASSWORD, ip)).status).toBe(200);
    expect(await pointsOf()).toBe(before);
    for (let index = 0; index < 5; index += 1) await login(one, email, WRONG, ip);
    const after = await pointsOf();
    expect((await login(other, email, WRONG, ip)).status).toBe(429);
    expect(await pointsOf()).toBe(after);
  });

  it('name nobody in the database, and are forgotten when their window is over', async () => {
    const { email } = await anAccount(one);
    await login(one, email, WRONG, somewhere());
    const rows = JSON.stringify(await one.sql('SELECT * FROM sign_in_counters'));
    expect(rows).not.toContain(email);
    expect(rows).not.toContain('198.18');
    await one.sql(
      `INSERT INTO sign_in_counters (key, points, expires_at)
       SELECT lpad(number::text, 43, '0'), 1, now() - interval '1 s' FROM generate_series(1, 2500) AS number`,
    );
    await one.get(SignInJobs).removeExpiredCounters();
    const [left] = await one.sql(
      `SELECT count(*) FILTER (WHERE expires_at < now())::int AS over, count(*)::int AS n FROM sign_in_counters`,
    );
    expect(left.over).toBe(0);
    expect(left.n).toBeGreaterThan(0);
  });
});
