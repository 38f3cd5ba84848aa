import type { SeededBug } from './seeded-bug.js';

const SESSIONS = 'src/auth/sessions/sessions.repository.ts';
const LIMITS = 'src/auth/sign-in/sign-in-limits.ts';
const TOKENS = 'src/auth/tokens/access-tokens.ts';

export const ACCESS_BUGS: readonly SeededBug[] = [
  {
    name: 'refresh-without-compare-and-swap',
    says: 'Each of many who spend one refresh token at once raises the count.',
    edits: [
      {
        file: SESSIONS,
        find: 'WHERE id = $1 AND counter = $2 AND revoked_at IS NULL',
        put: 'WHERE id = $1 AND $2::integer IS NOT NULL AND revoked_at IS NULL',
      },
    ],
    file: 'test/auth/sessions.e2e-spec.ts',
    test: 'with one token from fifty places at once makes one successor',
  },
  {
    name: 'ended-session-still-opens',
    says: 'A token counts until it expires, whatever became of its session or account.',
    edits: [
      {
        file: SESSIONS,
        find: `WHERE session.id = $1 AND session.revoked_at IS NULL AND account.status = 'active'`,
        put: 'WHERE session.id = $1',
      },
    ],
    file: 'test/auth/sessions.e2e-spec.ts',
    test: 'at sign-out, for that session alone',
  },
  {
    name: 'token-chooses-its-algorithm',
    says: 'The header of a token says how it is verified: our public key becomes a secret for HS256.',
    edits: [
      {
        file: TOKENS,
        find: `import type { KeyObject } from 'node:crypto';`,
        put: `import { createSecretKey, type KeyObject } from 'node:crypto';`,
      },
      { file: TOKENS, find: 'algorithms: [ALGORITHM],', put: `algorithms: [ALGORITHM, 'HS256'],` },
      {
        file: TOKENS,
        find: 'return key;',
        put: `if (header.alg !== 'HS256') return key;
    return createSecretKey(Buffer.from(key.export({ type: 'spki', format: 'pem' })));`,
      },
    ],
    file: 'test/auth/tokens.e2e-spec.ts',
    test: 'signed by HS256 with our public key as the secret',
  },
  {
    name: 'strangers-lock-the-holder-out',
    says: 'The guesses of strangers count for places where the account has signed in, too.',
    edits: [{ file: LIMITS, find: `if (familiarity === 'place') return atPlace;`, put: '' }],
    file: 'test/auth/limits.e2e-spec.ts',
    test: 'let the holder in from where they have signed in before, whoever else is guessing',
  },
  {
    name: 'account-takes-any-number-of-guesses',
    says: 'Whoever has many networks guesses the password of one account as often as they like.',
    edits: [{ file: LIMITS, find: '{ rule: this.accountRule, whose: email },', put: '' }],
    file: 'test/auth/limits.e2e-spec.ts',
    test: 'slow down who guesses one account from a thousand networks',
  },
  {
    name: 'device-token-without-mac',
    says: 'Whoever learns the id of a session passes for a device that the account knows.',
    edits: [
      {
        file: 'src/auth/tokens/device-tokens.ts',
        find: 'isOurs && isUuid(sessionId) ? sessionId : undefined',
        put: 'isOurs || isUuid(sessionId) ? sessionId : undefined',
      },
    ],
    file: 'test/auth/limits.e2e-spec.ts',
    test: 'take the token of a device',
  },
  {
    name: 'port-makes-another-client',
    says: 'A client gets a limit of its own with each port that its proxy writes behind its address.',
    edits: [
      {
        file: 'src/common/http/rate-limit/client-address.ts',
        find: 'const text = withoutPort(written);',
        put: 'const text = written;',
      },
    ],
    file: 'test/auth/limits.e2e-spec.ts',
    test: 'count an IPv6 site as one place, and two spellings of an address as one',
  },
  {
    name: 'short-password-becomes-staff',
    says: 'A customer who becomes staff keeps a password that does for customers alone.',
    edits: [
      {
        file: 'src/auth/accounts/users.service.ts',
        find: `if (passwordLevel !== 'staff') throw new PasswordNotFitForStaff();`,
        put: 'void passwordLevel;',
      },
    ],
    file: 'test/auth/users.e2e-spec.ts',
    test: 'that makes a customer staff is refused while the password does for customers alone',
  },
  {
    name: 'order-owner-not-asked',
    says: 'Whoever is signed in reads every order whose id they know.',
    edits: [
      {
        file: 'src/orders/orders.repository.ts',
        find: 'where.push({ id, customerId: userId });',
        put: 'where.push({ id });',
      },
    ],
    file: 'test/orders/access.e2e-spec.ts',
    test: 'is not there for anybody else, in the very words of one that does not exist',
  },
  {
    name: 'guest-order-without-token',
    says: 'A guest’s order has no owner, and so opens to whoever has no account.',
    edits: [
      {
        file: 'src/orders/orders.repository.ts',
        find: 'if (this.secrets.matches(ORDER_TOKEN, id, orderToken)) where.push({ id, customerId: IsNull() });',
        put: 'where.push({ id, customerId: IsNull() });',
      },
    ],
    file: 'test/orders/access.e2e-spec.ts',
    test: 'is not there for anybody else, in the very words of one that does not exist',
  },
  {
    name: 'cart-opens-to-nobody',
    says: 'Nobody is taken for the owner: a caller without an account reads customers’ carts.',
    edits: [
      {
        file: 'src/cart/carts.repository.ts',
        find: 'WHERE cart.id = $1 AND (cart.customer_id IS NULL OR cart.customer_id = $2)',
        put: 'WHERE cart.id = $1 AND (cart.customer_id IS NULL OR cart.customer_id = $2 OR $2 IS NULL)',
      },
    ],
    file: 'test/cart/ownership.e2e-spec.ts',
    test: 'opens to nobody else, on any route, and stays as it was',
  },
  {
    name: 'route-without-permission',
    says: 'One route of staff is open to everybody who is signed in.',
    edits: [
      {
        file: 'src/orders/orders.controller.ts',
        find: `@RequirePermission('orders:fulfill')`,
        put: '@SignedIn()',
      },
    ],
    file: 'test/orders/access.e2e-spec.ts',
    test: 'by sending goods is for staff',
  },
  {
    name: 'route-made-public',
    says: 'One route of staff is open to everybody.',
    edits: [
      {
        file: 'src/orders/orders.controller.ts',
        find: `@RequirePermission('orders:fulfill')`,
        put: '@Public()',
      },
    ],
    file: 'test/auth/access.e2e-spec.ts',
    test: 'is public for these routes alone',
  },
  {
    name: 'last-owner-goes',
    says: 'Two owners demote one another at once, and nobody can decide about accounts any more.',
    edits: [
      {
        file: 'migrations/1764000100000-create-users-and-sessions.ts',
        find: `PERFORM pg_advisory_xact_lock(hashtext('users_keep_an_owner'));`,
        put: '',
      },
    ],
    file: 'test/auth/users.e2e-spec.ts',
    test: 'stays, when three owners demote or suspend one another at once',
  },
  {
    name: 'account-lost-while-signing-in',
    says: 'An account that nobody used for long is removed though somebody is just signing in to it.',
    edits: [
      {
        file: 'src/auth/accounts/accounts.repository.ts',
        find: `       ORDER BY signed_in_at, id LIMIT $2
       FOR UPDATE SKIP LOCKED`,
        put: '       ORDER BY signed_in_at, id LIMIT $2',
      },
    ],
    file: 'test/orders/unused-accounts.e2e-spec.ts',
    test: 'are not lost when somebody signs in at that very moment',
  },
  {
    name: 'sign-in-not-noted',
    says: 'An account does not remember that somebody signed in to it.',
    edits: [
      {
        file: 'src/auth/sessions/sessions.repository.ts',
        find: 'SET signed_in_at = now()',
        put: 'SET signed_in_at = signed_in_at',
      },
    ],
    file: 'test/orders/unused-accounts.e2e-spec.ts',
    test: 'are used again by a sign-in',
  },
];
