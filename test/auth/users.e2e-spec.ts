import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Commands } from '../../src/common/cli/commands.js';
import {
  aCustomer,
  anAccount,
  anOwner,
  aStaff,
  PASSWORD,
  type SignedInAccount,
} from '../support/builders/accounts.js';
import { openShop, type TestShop } from '../support/shop.js';

describe('accounts as staff sees them', () => {
  let shop: TestShop;
  let owner: SignedInAccount;
  let staff: SignedInAccount;
  beforeAll(async () => {
    shop = await openShop();
    owner = await anOwner(shop, { email: 'owner@example.com' });
    staff = await aStaff(shop, { email: 'clerk@example.com' });
  });
  afterAll(async () => {
    await shop.doctor();
    await shop.close();
  });

  const list = (query: string, token = staff.token) => shop.http.get(`/users?${query}`, { token });
  const change = (id: string, body: object, by = owner) =>
    shop.http.patch(`/users/${id}`, body, { token: by.token });

  describe('the list', () => {
    it('goes newest first, page by page, and shows each account once', async () => {
      const made: string[] = [];
      for (let index = 0; index < 7; index += 1) {
        made.unshift((await anAccount(shop, { email: `paged-${index}@example.com` })).email);
      }
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { status, body } = await list(`email=paged-&limit=3${cursor && `&cursor=${cursor}`}`);
        expect(status).toBe(200);
        expect(body.items.length).toBeLessThanOrEqual(3);
        seen.push(...body.items.map(({ email }: { email: string }) => email));
        cursor = body.nextCursor;
      }
      expect(seen).toEqual(made);
    });

    it('shows what staff needs and no secret', async () => {
      const { user } = await aCustomer(shop, { email: 'shown@example.com', name: 'Mara' });
      const { body } = await list('email=SHOWN@');
      expect(body).toEqual({
        items: [
          {
            id: user.id,
            email: 'shown@example.com',
            name: 'Mara',
            emailVerified: false,
            status: 'active',
            roles: ['customer'],
            createdAt: expect.any(String),
          },
        ],
        nextCursor: null,
      });
      expect((await shop.http.get(`/users/${user.id}`, { token: staff.token })).body).toEqual(body.items[0]);
    });

    it('is filtered by state and role', async () => {
      const gone = await anAccount(shop, { email: 'filter-gone@example.com', status: 'suspended' });
      const clerk = await anAccount(shop, {
        email: 'filter-clerk@example.com',
        roles: ['customer', 'staff'],
      });
      const idsOf = async (query: string) =>
        (await list(`email=filter-&${query}`)).body.items.map(({ id }: { id: string }) => id);
      expect(await idsOf('status=suspended')).toEqual([gone.id]);
      expect(await idsOf('role=staff')).toEqual([clerk.id]);
      expect(await idsOf('role=owner')).toEqual([]);
    });

    it('takes wildcards and quotes for what they are', async () => {
      for (const text of ['%25', '_', '%5C', `'%20OR%201=1--`])
        expect((await list(`email=${text}`)).body.items).toEqual([]);
    });

    it.each([
      'limit=0',
      'limit=101',
      'limit=1e2',
      'limit=',
      'status=deleted',
      'role=admin',
      'role=staff&role=owner',
      'sort=password_hash',
      'email=',
      'cursor=x',
      'cursor[]=x',
    ])('refuses ?%s', async (query) => {
      expect((await list(query)).status).toBe(400);
    });

    it('refuses the cursor of the same list under another filter', async () => {
      const { body } = await list('limit=1');
      expect((await list(`limit=1&cursor=${body.nextCursor}`)).status).toBe(200);
      const other = await list(`limit=1&status=active&cursor=${body.nextCursor}`);
      expect([other.status, other.body.code]).toEqual([400, 'invalid_cursor']);
    });
  });

  it.each([
    '00000000-0000-7000-8000-000000000000',
    'undefined',
    'null',
    '0',
    '-1',
    'NaN',
    '%27%20OR%201=1--',
  ])('answers 404 for the id %s', async (id) => {
    expect((await shop.http.get(`/users/${id}`, { token: staff.token })).status).toBe(404);
    expect((await change(id, { status: 'suspended' })).status).toBe(404);
  });

  describe('a change', () => {
    it('is the owner’s alone', async () => {
      const { user, token } = await aCustomer(shop);
      const body = { roles: ['owner'] };
      expect((await shop.http.patch(`/users/${user.id}`, body)).status).toBe(401);
      expect((await shop.http.patch(`/users/${user.id}`, body, { token })).status).toBe(403);
      expect((await change(user.id, body, staff)).status).toBe(403);
      expect((await change(staff.user.id, body, staff)).status).toBe(403);
      const rows = await shop.sql('SELECT roles FROM users WHERE id = $1', [user.id]);
      expect(rows).toEqual([{ roles: ['customer'] }]);
    });

    it('sets state and roles, and is told in the event log with who did it', async () => {
      const { user } = await aCustomer(shop, { isEmailVerified: true });
      const { status, body } = await change(user.id, { roles: ['staff', 'customer'], status: 'suspended' });
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: user.id, status: 'suspended', roles: ['customer', 'staff'] });
      const [event] = await shop.sql(
        `SELECT payload FROM outbox WHERE type = 'auth.account_changed' AND aggregate_id = $1`,
        [user.id],
      );
      expect(event.payload).toEqual({
        userId: user.id,
        aggregateId: user.id,
        changedBy: owner.user.id,
        before: { status: 'active', roles: ['customer'] },
        after: { status: 'suspended', roles: ['customer', 'staff'] },
      });
    });

    it('that makes a customer staff is refused while the password does for customers alone', async () => {
      const email = 'short@example.com';
      const login = (password: string) => shop.http.post('/auth/login', { email, password });
      const { body } = await shop.http.post('/auth/register', { email, password: 'xk2p9vq7rt4m' });
      const promote = () => change(body.user.id, { roles: ['staff'], emailVerified: true });
      const refused = await promote();
      expect([refused.status, refused.body.code]).toEqual([409, 'password_not_fit_for_staff']);
      await login('xk2p9vq7rt4m');
      expect((await promote()).status).toBe(409);

      // An account of before levels were kept: its next sign-in tells.
      await shop.sql('UPDATE users SET password_hash = $2 WHERE id = $1', [
        body.user.id,
        (await anAccount(shop)).passwordHash,
      ]);
      expect((await promote()).status).toBe(409);
      expect((await login(PASSWORD)).status).toBe(200);
      expect((await promote()).status).toBe(200);
    });

    it('that makes a customer staff is refused while nobody vouches for the address', async () => {
      const { user } = await aCustomer(shop);
      for (const roles of [['staff'], ['customer', 'owner']]) {
        const refused = await change(user.id, { roles });
        expect([refused.status, refused.body.code]).toEqual([409, 'email_not_verified']);
      }
      expect((await change(user.id, { roles: ['staff'], emailVerified: false })).status).toBe(400);
      const vouched = await change(user.id, { roles: ['staff'], emailVerified: true });
      expect([vouched.status, vouched.body.emailVerified]).toEqual([200, true]);
    });

    it('to what is already so does nothing', async () => {
      const { user, token } = await aCustomer(shop);
      expect((await change(user.id, { status: 'active', roles: ['customer'] })).status).toBe(200);
      expect((await change(user.id, {})).status).toBe(200);
      expect((await shop.http.get('/auth/me', { token })).status).toBe(200);
      const events = await shop.sql(`SELECT 1 FROM outbox WHERE aggregate_id = $1`, [user.id]);
      expect(events).toEqual([]);
    });

    it.each([
      ['no role', { roles: [] }],
      ['an unknown role', { roles: ['admin'] }],
      ['a role twice', { roles: ['staff', 'staff'] }],
      ['a role in text', { roles: 'owner' }],
      ['null for roles', { roles: null }],
      ['null for the state', { status: null }],
      ['an unknown state', { status: 'deleted' }],
      ['another field', { email: 'other@example.com' }],
      ['permissions', { permissions: ['users:write'] }],
      ['a password', { passwordHash: 'x' }],
      ['a list', []],
    ])('with %s is refused', async (_, body) => {
      const { user } = await aCustomer(shop);
      expect((await change(user.id, body)).status).toBe(400);
    });
  });

  describe('the owner', () => {
    it('that is the last one cannot be demoted or suspended, also not by hand', async () => {
      for (const body of [{ roles: ['staff'] }, { status: 'suspended' }]) {
        const answer = await change(owner.user.id, body);
        expect([answer.status, answer.body.code]).toEqual([409, 'last_owner']);
      }
      await expect(shop.sql('DELETE FROM users WHERE id = $1', [owner.user.id])).rejects.toThrow(
        'last owner',
      );
      await expect(shop.sql(`UPDATE users SET status = 'suspended'`)).rejects.toThrow('last owner');
      expect((await shop.http.get('/auth/me', { token: owner.token })).body.roles).toEqual(['owner']);
    });

    it('stays, when three owners demote or suspend one another at once', async () => {
      await shop.listen();
      for (let round = 0; round < 10; round += 1) {
        const owners = [owner, await anOwner(shop), await anOwner(shop)];
        const body = round % 2 === 0 ? { roles: ['customer'] } : { status: 'suspended' };
        const answers = await Promise.all(
          owners.map((by, index) =>
            shop.network.patch(`/users/${owners[(index + 1) % 3]!.user.id}`, body, { token: by.token }),
          ),
        );
        for (const { status } of answers) expect([200, 401, 403, 409]).toContain(status);
        const left = await shop.sql(
          `SELECT email FROM users WHERE status = 'active' AND roles @> ARRAY['owner']`,
        );
        expect(left.length).toBeGreaterThanOrEqual(1);
        owner = await restored(owners);
      }
    });

    /** Leaves the first of them as the one owner, signed in. */
    async function restored(owners: SignedInAccount[]): Promise<SignedInAccount> {
      const next = await anOwner(shop);
      await shop.sql(`UPDATE users SET roles = '{customer}' WHERE id = ANY($1)`, [
        owners.map(({ user }) => user.id),
      ]);
      return next;
    }
  });
});

describe('npm run cli -- owner:create', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(async () => {
    await shop.doctor();
    await shop.close();
  });

  /** Runs the command and gives what it prints. */
  async function run(...args: string[]): Promise<{ code: number; text: string }> {
    const written: string[] = [];
    const streams = [process.stdout, process.stderr] as const;
    const before = streams.map((stream) => stream.write.bind(stream));
    for (const stream of streams) stream.write = (chunk) => Boolean(written.push(String(chunk)));
    try {
      const code = await shop.get(Commands).find('owner:create')!.command.run(args);
      return { code, text: written.join('') };
    } finally {
      streams.forEach((stream, index) => (stream.write = before[index]!));
    }
  }
  const passwordIn = (text: string): string => /shown this once\): (\S+)/.exec(text)![1]!;
  const login = (email: string, password: string) => shop.http.post('/auth/login', { email, password });

  it('opens the account of the first owner with a password shown once', async () => {
    const { code, text } = await run('First.Owner@example.com', '--generate');
    expect(code).toBe(0);
    const { status, body } = await login('first.owner@example.com', passwordIn(text));
    expect([status, body.expiresIn]).toEqual([200, 300]);
    const me = await shop.http.get('/auth/me', { token: body.accessToken });
    expect(me.body.roles).toEqual(['owner']);
    expect(me.body.permissions).toContain('users:write');
  });

  it('takes an address with an international domain', async () => {
    const { code, text } = await run('Chefin@Müller.example', '--generate');
    expect([code, text]).toEqual([0, expect.stringContaining('chefin@müller.example is an owner')]);
    expect((await login('chefin@xn--mller-kva.example', passwordIn(text))).status).toBe(200);
  });

  it('makes an account owner under a new password, whoever opened it before', async () => {
    const squatter = await aCustomer(shop, { email: 'boss@example.com', status: 'active' });
    const { code, text } = await run('boss@example.com', '--generate');
    expect(code).toBe(0);
    expect(text).toContain('had an account');
    expect((await login('boss@example.com', PASSWORD)).status).toBe(401);
    expect((await shop.http.get('/auth/me', { token: squatter.token })).status).toBe(401);
    expect((await shop.http.post('/auth/refresh', { refreshToken: squatter.refreshToken })).status).toBe(401);
    const { body } = await login('boss@example.com', passwordIn(text));
    expect(body.user.id).toBe(squatter.user.id);
    const me = await shop.http.get('/auth/me', { token: body.accessToken });
    expect(me.body.roles).toEqual(['customer', 'owner']);
  });

  it.each([[[]], [['no-address']], [['a@example.com', 'b@example.com']], [['a@example.com', '--force']]])(
    'tells its usage for %j',
    async (args) => {
      const { code, text } = await run(...args);
      expect(code).toBe(1);
      expect(text).toContain('owner:create EMAIL [--generate]');
    },
  );
});
