import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountHourly } from '../../src/auth/sign-in/sign-in-rules.js';
import { SignInCounters } from '../../src/auth/sign-in/sign-in-counters.repository.js';
import { SessionsService } from '../../src/auth/sessions/sessions.service.js';
import { aCustomer, anAccount, PASSWORD } from '../support/builders/accounts.js';
import { eventually } from '../support/eventually.js';
import { toldOfSecurity } from '../support/security-events.js';
import { openShop, type TestShop } from '../support/shop.js';

const WRONG = 'another quiet harbor';

describe('limits on guessing', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop({
      env: { RATE_LIMITS: 'on', TRUSTED_PROXIES: 'loopback', AUTH_ACCOUNT_FAILURES_PER_HOUR: '25' },
    });
  });
  afterAll(() => shop.close());

  let networks = 0;
  let hosts = 0;
  /** The first three bytes of a network that no test has used before. */
  const anotherNetwork = (): string => `198.${18 + Math.floor((networks += 1) / 250)}.${networks % 250}`;
  /** An address that no test has used before, in a network of its own unless one is named. */
  const somewhere = (network = anotherNetwork()): string => `${network}.${((hosts += 1) % 250) + 1}`;
  const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } });
  const login = (email: string, password: string, ip: string, deviceToken?: string) =>
    shop.http.post('/auth/login', { email, password, deviceToken }, from(ip));
  /** Counts as many failures as an account takes of strangers. */
  async function exhaust(email: string): Promise<void> {
    const failure = { rule: accountHourly(25), whose: email };
    for (let count = 0; count <= 25; count += 1) await shop.get(SignInCounters).count([failure]);
  }
  /** A sign-in that validation refuses: it counts as any other, and costs no hash. */
  const glance = (email: string, ip: string) => login(email, '', ip);
  const statusesOf = async (times: number, attempt: (index: number) => Promise<{ status: number }>) => {
    const statuses: number[] = [];
    for (let index = 0; index < times; index += 1) statuses.push((await attempt(index)).status);
    return statuses;
  };
  const repeated = (status: number, times: number): number[] => Array.from({ length: times }, () => status);

  it('are told by their rules, and by nobody who is counted', async () => {
    const figureOf = async (rule: string): Promise<number> => {
      const { text } = await shop.http.get('/metrics');
      const line = new RegExp(`^cartwright_sign_in_counters_exceeded_total\\{rule="${rule}"\\} (\\d+)$`, 'm');
      return Number(line.exec(text)?.[1] ?? 0);
    };
    const { email } = await anAccount(shop);
    await exhaust(email);
    const before = await figureOf('login-account');
    await login(email, WRONG, somewhere());
    await login(email, WRONG, somewhere());
    expect(await figureOf('login-account')).toBe(before + 2);
    expect(await figureOf('login-account-trickle')).toBeGreaterThan(0);
    expect((await shop.http.get('/metrics')).text).not.toContain(email);
  });

  it('let one place try one account five times a minute, with the right password too', async () => {
    const { email } = await anAccount(shop);
    const ip = somewhere();
    expect(await statusesOf(5, () => login(email, WRONG, ip))).toEqual(repeated(401, 5));
    const refused = await login(email, PASSWORD, ip);
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(refused.headers).toMatchObject({ 'ratelimit-limit': '5', 'ratelimit-remaining': '0' });
    expect(Number(refused.headers['ratelimit-reset'])).toBeGreaterThan(0);
  });

  it('count guesses alone: who knows the password may sign in again and again', async () => {
    const { email } = await anAccount(shop);
    const ip = somewhere();
    expect(await statusesOf(4, () => login(email, WRONG, ip))).toEqual(repeated(401, 4));
    expect(await statusesOf(7, () => login(email, PASSWORD, ip))).toEqual(repeated(200, 7));
    expect(await statusesOf(2, () => login(email, WRONG, ip))).toEqual([401, 429]);
  });

  it('let one place try thirty times a minute, over however many accounts', async () => {
    const ip = somewhere();
    const attempt = (index: number) => glance(`stuffed-${index}@example.com`, ip);
    expect(await statusesOf(32, attempt)).toEqual([...repeated(400, 30), 429, 429]);
    expect((await glance('stuffed-99@example.com', somewhere())).status).toBe(400);
  });

  it('slow down who guesses one account from the addresses of one network', async () => {
    const { email } = await anAccount(shop);
    const network = anotherNetwork();
    const answers = await statusesOf(23, () => login(email, WRONG, somewhere(network)));
    expect(answers).toEqual([...repeated(401, 20), ...repeated(429, 3)]);
    expect((await login(email, PASSWORD, somewhere(anotherNetwork()))).status).toBe(200);
  });

  it('slow down who guesses one account from a thousand networks', async () => {
    const { email } = await anAccount(shop);
    const answers = await statusesOf(40, () => login(email, WRONG, somewhere(anotherNetwork())));
    expect(answers.slice(0, 25)).toEqual(repeated(401, 25));
    expect(answers).toContain(429);
  });

  it('slow them down as much when they all come at once', async () => {
    const { email } = await anAccount(shop);
    const guess = () => login(email, WRONG, somewhere(anotherNetwork()));
    const answers = await Promise.all(Array.from({ length: 40 }, guess));
    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    expect(answers.map(({ status }) => status)).toContain(429);
  });

  it('are told to whoever watches when an attempt meets them', async () => {
    const user = await anAccount(shop);
    await exhaust(user.email);
    await login(user.email, WRONG, somewhere());
    const ip = somewhere();
    const told = await toldOfSecurity(() => login(user.email, WRONG, ip));
    expect(told).toEqual([
      expect.objectContaining({ event: 'sign_in_limited', accountId: user.id, address: ip }),
    ]);
  });

  it('give a network that has not failed at the account its turn meanwhile, and none to the others', async () => {
    const { email } = await anAccount(shop);
    const guesser = anotherNetwork();
    await login(email, WRONG, somewhere(guesser));
    await exhaust(email);
    const refused = await login(email, PASSWORD, somewhere(guesser));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60);

    await eventually(async () => (await login(email, PASSWORD, somewhere(anotherNetwork()))).status === 200);
    expect((await login(email, PASSWORD, somewhere(guesser))).status).toBe(429);
  });

  it('treat an address without an account the same', async () => {
    const guess = (email: string) => statusesOf(8, () => login(email, WRONG, somewhere()));
    const { email } = await anAccount(shop);
    expect(await guess('nobody@example.com')).toEqual(await guess(email));
  });

  it('keep nobody out who comes from a new place, after a few wrong sign-ins from others', async () => {
    const { email } = await anAccount(shop);
    await statusesOf(12, () => login(email, WRONG, somewhere(anotherNetwork())));
    expect((await login(email, PASSWORD, somewhere(anotherNetwork()))).status).toBe(200);
  });

  it('let the holder in from where they have signed in before, whoever else is guessing', async () => {
    const { email } = await anAccount(shop);
    const home = somewhere();
    expect((await login(email, PASSWORD, home)).status).toBe(200);
    await exhaust(email);
    expect(await statusesOf(3, () => login(email, PASSWORD, home))).toEqual(repeated(200, 3));
  });

  it('let the holder in on a device that they have used before, also where others guess from', async () => {
    const { email } = await anAccount(shop);
    const home = somewhere();
    const { deviceToken } = (await login(email, PASSWORD, home)).body;
    const shared = somewhere(anotherNetwork());
    await exhaust(email);
    await statusesOf(35, () => login(email, WRONG, shared));
    expect((await login(email, PASSWORD, shared)).status).toBe(429);
    expect((await login(email, PASSWORD, shared, deviceToken)).status).toBe(200);
  });

  it('count the guesses of a device by itself, wherever it goes', async () => {
    const { email } = await anAccount(shop);
    const { deviceToken } = (await login(email, PASSWORD, somewhere())).body;
    const guess = (password: string) => login(email, password, somewhere(anotherNetwork()), deviceToken);
    expect(await statusesOf(11, () => guess(WRONG))).toEqual([...repeated(401, 10), 429]);
    expect((await guess(PASSWORD)).status).toBe(429);
  });

  it.each(['of another account', 'that is made up', 'of a session that was ended for good'])(
    'take the token of a device %s for none',
    async (kind) => {
      const { email, id } = await anAccount(shop);
      const other = await anAccount(shop);
      const { deviceToken } = (await login(email, PASSWORD, somewhere())).body;
      const stranger = (await login(other.email, PASSWORD, somewhere())).body.deviceToken;
      if (kind === 'of a session that was ended for good')
        await shop.get(SessionsService).endAllOf(id, 'password_set');
      await exhaust(email);
      const made = {
        'of another account': stranger,
        'that is made up': `${deviceToken.slice(0, 40)}${'A'.repeat(deviceToken.length - 40)}`,
      }[kind];
      const guesser = anotherNetwork();
      const answers = await statusesOf(2, () => login(email, WRONG, somewhere(guesser), made ?? deviceToken));
      expect(answers.at(-1)).toBe(429);
    },
  );

  it('count an IPv6 site as one place, and two spellings of an address as one', async () => {
    const rotated = (index: number) =>
      glance(`six-${index}@example.com`, `2001:db8:7:1:${index.toString(16)}::${index + 1}`);
    expect((await statusesOf(31, rotated)).at(-1)).toBe(429);
    expect((await glance('six@example.com', '2001:0DB8:0007:0001::1')).status).toBe(429);
    expect((await glance('six@example.com', '2001:db8:7:2::1')).status).toBe(400);

    const ip = somewhere();
    await statusesOf(30, (index) => glance(`four-${index}@example.com`, ip));
    for (const spelling of [`::ffff:${ip}`, `${ip}:1000`, `${ip}:1001`, `[::ffff:${ip}]:1002`])
      expect((await glance('four@example.com', spelling)).status).toBe(429);
    expect((await glance('six@example.com', '[2001:db8:7:1::2]:4711')).status).toBe(429);
  });

  it('hold for opening accounts and for refreshing', async () => {
    const ip = somewhere();
    const register = () => shop.http.post('/auth/register', { email: 'x', password: 'y' }, from(ip));
    expect((await statusesOf(301, register)).slice(-2)).toEqual([400, 429]);
    const refresh = () => shop.http.post('/auth/refresh', { refreshToken: 'x' }, from(ip));
    expect((await statusesOf(121, refresh)).slice(-2)).toEqual([401, 429]);
    const { refreshToken } = await aCustomer(shop);
    expect((await shop.http.post('/auth/refresh', { refreshToken }, from(somewhere()))).status).toBe(200);
  });
});

describe('limits on opening accounts', () => {
  let shop: TestShop;
  beforeAll(async () => {
    const env = { RATE_LIMITS: 'on', TRUSTED_PROXIES: 'loopback', AUTH_REGISTRATIONS_PER_HOUR: '2' };
    shop = await openShop({ worker: false, env });
  });
  afterAll(() => shop.close());

  let serial = 0;
  const register = (ip: string, body: object = {}) =>
    shop.http.post(
      '/auth/register',
      { email: `opened-${(serial += 1)}@example.com`, password: PASSWORD, ...body },
      { headers: { 'x-forwarded-for': ip } },
    );
  const statusesFrom = async (ips: readonly string[], body?: object): Promise<number[]> => {
    const statuses: number[] = [];
    for (const ip of ips) statuses.push((await register(ip, body)).status);
    return statuses;
  };

  it('let one address open so many an hour, in whatever spelling', async () => {
    const spellings = ['203.0.113.7', '::ffff:203.0.113.7', '203.0.113.7:1000'];
    expect(await statusesFrom(spellings)).toEqual([201, 201, 429]);
    const refused = await register('203.0.113.7');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3_500);
    const { text } = await shop.http.get('/metrics');
    expect(text).toMatch(/^cartwright_sign_in_counters_exceeded_total\{rule="register-client"\} 2$/m);
  });

  it('count addresses that are taken, so that nobody asks for long which are', async () => {
    const { email } = await anAccount(shop);
    expect(await statusesFrom(Array(3).fill('203.0.112.7'), { email })).toEqual([409, 409, 429]);
  });

  it('let one network open four times as many, and a site of IPv6 twelve', async () => {
    const hosts = (count: number, host: (index: number) => string) =>
      Array.from({ length: count }, (_, at) => host(at));
    const statuses = (count: number) => [...Array<number>(count).fill(201), 429];
    expect(await statusesFrom(hosts(9, (at) => `203.0.111.${at + 1}`))).toEqual(statuses(8));
    expect(await statusesFrom(hosts(9, (at) => `2001:db8:9:1${at}::1`))).toEqual(statuses(8));
    const sites = hosts(25, (at) => `2001:db8:8:${at.toString(16).padStart(2, '0')}00::1`);
    expect(await statusesFrom(sites)).toEqual(statuses(24));
  });
});

describe('limits where no proxy is trusted', () => {
  it('do not believe what a request says of its origin', async () => {
    const shop = await openShop({ env: { RATE_LIMITS: 'on' } });
    const { email } = await anAccount(shop);
    const statuses: number[] = [];
    for (let index = 0; index < 6; index += 1) {
      const headers = { 'x-forwarded-for': `203.0.113.${index}`, forwarded: `for=203.0.113.${index}` };
      statuses.push((await shop.http.post('/auth/login', { email, password: WRONG }, { headers })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    await shop.close();
  });
});

describe('a storm of sign-ins', () => {
  it('is answered 503 beyond what may wait, and passes', async () => {
    const shop = await openShop({ env: { AUTH_HASH_CONCURRENCY: '1', AUTH_HASH_QUEUE: '5' } });
    const user = await anAccount(shop);
    const login = () => shop.http.post('/auth/login', { email: user.email, password: PASSWORD });
    const answers = await Promise.all(Array.from({ length: 40 }, login));
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(6);
    expect(refused.length).toBeGreaterThan(10);
    expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
    expect(refused[0]!.body.code).toBe('overloaded');
    expect(Number(refused[0]!.headers['retry-after'])).toBeGreaterThan(0);
    expect((await login()).status).toBe(200);
    await shop.close();
  });

  it('leaves every other request alone meanwhile', async () => {
    const shop = await openShop({ env: { AUTH_HASH_CONCURRENCY: '1', AUTH_HASH_QUEUE: '50' } });
    const { user, token } = await aCustomer(shop);
    let answered = 0;
    const storm = Array.from({ length: 30 }, async () => {
      await shop.http.post('/auth/login', { email: user.email, password: PASSWORD });
      answered += 1;
    });
    expect((await shop.http.get('/auth/me', { token })).status).toBe(200);
    expect(answered).toBeLessThan(storm.length / 2);
    await Promise.all(storm);
    await shop.close();
  });
});
