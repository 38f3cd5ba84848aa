import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCustomer, anAccount, PASSWORD, signIn } from '../support/builders/accounts.js';
import { cpuOf } from '../support/cpu-meter.js';
import type { HttpAnswer } from '../support/http-client.js';
import { meetingAtLock } from '../support/row-lock.js';
import { toldOfSecurity } from '../support/security-events.js';
import { openShop, type TestShop } from '../support/shop.js';

let serial = 0;
const anAddress = (): string => `shopper-${(serial += 1)}@example.com`;

describe('accounts', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(async () => {
    await shop.doctor();
    await shop.close();
  });

  const register = (body: object) => shop.http.post('/auth/register', body);
  const login = (email: string, password: string) => shop.http.post('/auth/login', { email, password });
  const accountsLike = async (email: string): Promise<number> =>
    (await shop.sql('SELECT id FROM users WHERE email = $1', [email])).length;

  it('opens an account, signs in, tells who is signed in, and signs out', async () => {
    const registered = await register({ email: ' Mara@Example.com ', password: PASSWORD, name: 'Mara' });
    expect(registered.status).toBe(201);
    expect(registered.body).toEqual({
      user: { id: expect.any(String), email: 'mara@example.com', name: 'Mara', emailVerified: false },
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      deviceToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 600,
    });

    const signedIn = await login('MARA@example.com', PASSWORD);
    expect(signedIn.status).toBe(200);
    expect(signedIn.body.user).toEqual(registered.body.user);

    const token = signedIn.body.accessToken;
    const me = await shop.http.get('/auth/me', { token });
    expect(me.body).toEqual({ ...registered.body.user, roles: ['customer'], permissions: [] });

    expect((await shop.http.post('/auth/logout', undefined, { token })).status).toBe(204);
    expect((await shop.http.get('/auth/me', { token })).status).toBe(401);
    expect((await shop.http.get('/auth/me', { token: registered.body.accessToken })).status).toBe(200);
  });

  it('answers with what is personal never to be stored on the way', async () => {
    const { token } = await aCustomer(shop);
    const { headers } = await shop.http.get('/auth/me', { token });
    expect(headers['cache-control']).toBe('no-store');
  });

  it('takes an account without a name, and writes its opening into the event log', async () => {
    const { body } = await register({ email: anAddress(), password: PASSWORD });
    expect(body.user.name).toBeNull();
    const events = await shop.sql('SELECT type, payload FROM outbox WHERE aggregate_id = $1', [body.user.id]);
    expect(events).toEqual([
      { type: 'auth.account_registered', payload: { userId: body.user.id, aggregateId: body.user.id } },
    ]);
  });

  it('keeps the password as a hash of argon2id at its floor, and nowhere else', async () => {
    const { body } = await register({ email: anAddress(), password: 'a password to look for' });
    const [{ password_hash }] = await shop.sql('SELECT password_hash FROM users WHERE id = $1', [
      body.user.id,
    ]);
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const everything = await shop.sql(
      'SELECT users::text AS row FROM users UNION ALL SELECT outbox::text FROM outbox',
    );
    expect(JSON.stringify(everything)).not.toContain('a password to look for');
  });

  it('ignores an Idempotency-Key, since an answer with tokens must not be kept', async () => {
    const body = { email: anAddress(), password: PASSWORD };
    const first = await shop.http.post('/auth/register', body, { idempotencyKey: 'same' });
    const second = await shop.http.post('/auth/register', body, { idempotencyKey: 'same' });
    expect([first.status, second.status]).toEqual([201, 409]);
    expect(second.headers).not.toHaveProperty('idempotency-replayed');
    expect(await shop.sql('SELECT * FROM idempotency_keys')).toEqual([]);
  });

  describe('one address', () => {
    it('has one account, whatever its case', async () => {
      await register({ email: 'twin@example.com', password: PASSWORD });
      const twin = await register({ email: 'TWIN@Example.COM', password: PASSWORD });
      expect(twin.status).toBe(409);
      expect(twin.body.code).toBe('email_taken');
      expect(await accountsLike('twin@example.com')).toBe(1);
    });

    it('has one account when fifty register it at once, in all cases', async () => {
      await shop.listen();
      const spellings = Array.from({ length: 50 }, (_, index) => {
        const letters = [...'crowd@example.com'];
        return letters
          .map((letter, at) => ((index >> (at % 6)) & 1 ? letter.toUpperCase() : letter))
          .join('');
      });
      const answers = await Promise.all(
        spellings.map((email) => shop.network.post('/auth/register', { email, password: PASSWORD })),
      );
      const outcomes = answers.map(({ status, body }) => (status === 201 ? 'opened' : body.code));
      expect(outcomes.filter((outcome) => outcome === 'opened')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'email_taken')).toHaveLength(49);
      expect(await accountsLike('crowd@example.com')).toBe(1);
    });

    it.each([
      ['no top-level domain', 'a@b'],
      ['no domain', 'mara@'],
      ['two signs', 'mara@x@example.com'],
      [
        'more than 254 characters',
        `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(80)}.com`,
      ],
      ['a local part of 65 characters', `${'a'.repeat(65)}@example.com`],
      ['quotes', '"mara lind"@example.com'],
      ['letters that only look the same', 'mаrа@example.com'],
      ['an invisible letter', 'mara\u200b@example.com'],
      ['a header behind it', 'mara@example.com\nBcc: all@example.com'],
      ['a NUL', 'mara\u0000@example.com'],
      ['an address literal', 'mara@[127.0.0.1]'],
      ['two dots', 'mara..lind@example.com'],
      ['fifteen thousand characters', `${'a!'.repeat(7_500)}@example.com`],
      ['a pile of combining marks', `a${'\u0301\u0316'.repeat(3_900)}@example.com`],
    ])('is refused with %s', async (_, email) => {
      const status = async () => (await register({ email, password: PASSWORD })).status;
      const { result, cpuMs } = await cpuOf(status);
      expect(result).toBe(400);
      // A pattern that backtracks would take minutes.
      expect(cpuMs).toBeLessThan(2_000);
    });

    it.each([
      ['a plus tag', 'mara+shop@example.com'],
      ['an apostrophe', "o'mara@example.co.uk"],
    ])('may have %s', async (_, email) => {
      expect((await register({ email, password: PASSWORD })).body.user.email).toBe(email);
    });
  });

  describe('an address with an international domain', () => {
    it('is one account, however it is written', async () => {
      const made = await register({ email: 'Info@Müller.example', password: PASSWORD });
      expect([made.status, made.body.user?.email]).toEqual([201, 'info@müller.example']);

      for (const email of [
        'info@MÜLLER.example',
        'info@mu\u0308ller.example',
        'INFO@xn--mller-kva.example',
      ]) {
        expect((await register({ email, password: PASSWORD })).body.code).toBe('email_taken');
        const signedIn = await shop.http.post('/auth/login', { email, password: PASSWORD });
        expect([signedIn.status, signedIn.body.user?.id]).toEqual([200, made.body.user.id]);
      }
    });

    it('is refused with a header behind it', async () => {
      const email = 'info@müller.example\r\nBcc: all@example.com';
      expect((await register({ email, password: PASSWORD })).status).toBe(400);
    });
  });

  describe('a password', () => {
    it.each([
      ['shorter than 12 characters', 'abcdefghijk', 400],
      ['of 12 characters', 'xk2p9vq7rt4m', 201],
      ['of white space alone', ' '.repeat(15), 400],
      ['of 128 characters', 'öl auf ähren '.repeat(10).slice(0, 128), 201],
      ['of 16 KiB less a little', 'x'.repeat(16_300), 400],
      ['of a megabyte', 'x'.repeat(1_048_000), 413],
      ['with a NUL', 'seven quiet\u0000harbors', 400],
      ['that is tried first', 'Qwerty123456', 400],
      ['that is no text', 123_456_789_012, 400],
    ])('%s is answered right', async (_, password, status) => {
      expect((await register({ email: anAddress(), password })).status).toBe(status);
    });

    it('that is the address itself is named in the problem', async () => {
      const email = anAddress();
      const { status, body } = await register({ email, password: email.toUpperCase() });
      expect(status).toBe(400);
      expect(body).toMatchObject({
        code: 'validation_failed',
        errors: [
          { path: 'password', code: 'too_common', message: 'password must not be the e-mail address' },
        ],
      });
      expect(await accountsLike(email)).toBe(0);
    });

    it('is neither trimmed nor cut off', async () => {
      const email = anAddress();
      const password = ` ${'quiet harbors are seldom far '.repeat(10)}end`;
      await register({ email, password });
      expect((await login(email, password)).status).toBe(200);
      for (const other of [password.trim(), password.slice(0, -1), password.slice(0, 72), `${password} `]) {
        expect((await login(email, other)).status).toBe(401);
      }
    });

    it('is the same from a keyboard that composes its letters otherwise', async () => {
      const email = anAddress();
      await register({ email, password: 'crème brûlée forever'.normalize('NFD') });
      expect((await login(email, 'crème brûlée forever'.normalize('NFC'))).status).toBe(200);
    });

    it('is hashed again at sign-in when its hash was made at another cost', async () => {
      const passwordHash = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1 });
      const user = await anAccount(shop, { passwordHash });
      expect((await login(user.email, PASSWORD)).status).toBe(200);
      const [{ password_hash }] = await shop.sql('SELECT password_hash FROM users WHERE id = $1', [user.id]);
      expect(password_hash).toContain('m=19456,t=2,p=1');
      expect((await login(user.email, PASSWORD)).status).toBe(200);
    });
  });

  describe('a sign-in that fails', () => {
    const shapeOf = ({ status, headers, body }: HttpAnswer) => {
      const { requestId, ...problem } = body;
      expect(requestId).toBe(headers['x-request-id']);
      const { 'x-request-id': _id, date: _date, ...rest } = headers;
      return { status, headers: rest, problem };
    };

    it('looks the same for a wrong password, an unknown address and a suspended account', async () => {
      const user = await anAccount(shop);
      const suspended = await anAccount(shop, { status: 'suspended' });
      const wrong = await login(user.email, 'another quiet harbor');
      const unknown = await login('nobody-here@example.com', PASSWORD);
      const shutOut = await login(suspended.email, PASSWORD);
      expect(wrong.status).toBe(401);
      expect(wrong.body.code).toBe('invalid_credentials');
      expect(shapeOf(unknown)).toEqual(shapeOf(wrong));
      expect(shapeOf(shutOut)).toEqual(shapeOf(wrong));
    });

    it('is told to whoever watches, with the account and never with what was typed', async () => {
      const user = await anAccount(shop);
      const told = await toldOfSecurity(async () => {
        await login(user.email, 'another quiet harbor');
        await login('my-password-by-mistake@example.com', PASSWORD);
      });
      const failed = { event: 'sign_in_failed', address: '127.0.0.1', requestId: expect.any(String) };
      expect(told).toEqual([
        expect.objectContaining({ ...failed, accountId: user.id }),
        expect.objectContaining({ ...failed, accountId: null }),
      ]);
      expect(JSON.stringify(told)).not.toMatch(/quiet harbor|by-mistake/);
    });

    it('takes the same work for an unknown address as for a known one', async () => {
      const user = await anAccount(shop);
      const workFor = async (email: string): Promise<number> =>
        (await cpuOf(() => login(email, 'another quiet harbor'))).cpuMs;
      const known: number[] = [];
      const unknown: number[] = [];
      for (let round = 0; round < 15; round += 1) {
        known.push(await workFor(user.email));
        unknown.push(await workFor(`nobody-${round}@example.com`));
      }
      const median = (times: number[]): number => times.sort((a, b) => a - b)[7]!;
      // Without the hash an unknown address would be ten times as fast.
      expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
      expect(median(unknown) / median(known)).toBeLessThan(2);
    });
  });

  describe('a field that is not asked for', () => {
    const FIELDS = [
      'id',
      'userId',
      'role',
      'roles',
      'isAdmin',
      'permissions',
      'status',
      'emailVerified',
      'emailVerifiedAt',
      'passwordHash',
      'createdAt',
      'version',
    ];

    it.each(FIELDS)('%s is refused when an account is opened', async (field) => {
      const email = anAddress();
      const { status, body } = await register({ email, password: PASSWORD, [field]: ['owner'] });
      expect([status, body.code]).toEqual([400, 'unknown_field']);
      expect(await accountsLike(email)).toBe(0);
    });
  });

  it.each([
    ['an object for text', { email: { $gt: '' }, password: PASSWORD }],
    ['a list for text', { email: ['a@example.com'], password: PASSWORD }],
    ['an operator', { email: 'a@example.com', password: { not: {} } }],
    ['no password', { email: 'a@example.com' }],
    ['null', null],
    ['a list', []],
    ['a null name', { email: 'a@example.com', password: PASSWORD, name: null }],
    ['an empty name', { email: 'a@example.com', password: PASSWORD, name: '  ' }],
    ['a long name', { email: 'a@example.com', password: PASSWORD, name: 'n'.repeat(201) }],
  ])('refuses %s', async (_, body) => {
    expect((await register(body as object)).status).toBe(400);
  });

  it('keeps a name as it was written', async () => {
    const name = 'Zoë \'Robert"); DROP TABLE users;-- <script>👩‍🚀';
    const { body } = await register({ email: anAddress(), password: PASSWORD, name });
    expect((await shop.http.get('/auth/me', { token: body.accessToken })).body.name).toBe(name);
  });

  it('does not open a session beside a suspension under way', async () => {
    const user = await anAccount(shop);
    const suspension = {
      sql: `UPDATE users SET status = 'suspended' WHERE id = $1`,
      parameters: [user.id],
      waiters: 1,
    };
    const late = meetingAtLock(shop, suspension, () => signIn(shop, user));
    await expect(late).rejects.toThrow('cannot sign in');
  });
});
