import { hash } from '@node-rs/argon2';
import { AccountsRepository } from '../../../src/auth/accounts/accounts.repository.js';
import { User } from '../../../src/auth/entities/user.entity.js';
import type { Role } from '../../../src/auth/index.js';
import { SessionsService } from '../../../src/auth/sessions/sessions.service.js';
import { TokensService } from '../../../src/auth/sign-in/tokens.service.js';
import { Transaction } from '../../../src/common/database/transaction.js';
import type { TestShop } from '../shop.js';

/** The password of every account that a builder makes. */
export const PASSWORD = 'seven quiet harbors';

export interface AccountOptions {
  readonly email?: string;
  readonly name?: string;
  readonly roles?: readonly Role[];
  readonly status?: User['status'];
  /** Of another password or cost than the others have. */
  readonly passwordHash?: string;
  readonly passwordLevel?: User['passwordLevel'];
  readonly isEmailVerified?: boolean;
}

/** An account that is signed in. */
export interface SignedInAccount {
  readonly user: User;
  readonly token: string;
  readonly refreshToken: string;
}

let serial = 0;
let sharedHash: Promise<string> | undefined;

/** An account without a session. Hashing is slow by design, so all of them share one hash. */
export async function anAccount(shop: TestShop, options: AccountOptions = {}): Promise<User> {
  sharedHash ??= hash(PASSWORD);
  const user = new User();
  user.email = options.email ?? `account-${(serial += 1)}@example.com`;
  user.name = options.name ?? null;
  user.roles = [...(options.roles ?? ['customer'])];
  user.status = options.status ?? 'active';
  user.passwordHash = options.passwordHash ?? (await sharedHash);
  user.passwordLevel = options.passwordLevel ?? 'staff';
  user.emailVerifiedAt = options.isEmailVerified === true ? new Date() : null;
  await shop.get(AccountsRepository).insert(user);
  return user;
}

/** A customer who is signed in. */
export async function aCustomer(shop: TestShop, options: AccountOptions = {}): Promise<SignedInAccount> {
  return signIn(shop, await anAccount(shop, options));
}

/** One of the people who run the shop, signed in: staff unless other roles are named. */
export async function aStaff(shop: TestShop, options: AccountOptions = {}): Promise<SignedInAccount> {
  return signIn(shop, await anAccount(shop, { roles: ['staff'], ...options }));
}

/** The owner of the shop, signed in. */
export async function anOwner(shop: TestShop, options: AccountOptions = {}): Promise<SignedInAccount> {
  return signIn(shop, await anAccount(shop, { roles: ['owner'], ...options }));
}

/** One more session of an account. */
export async function signIn(shop: TestShop, user: User): Promise<SignedInAccount> {
  const session = await shop.get(Transaction).run(() => shop.get(SessionsService).open(user.id, '127.0.0.1'));
  if (!session) throw new Error(`${user.email} cannot sign in: the account is ${user.status}`);
  const { accessToken, refreshToken } = await shop.get(TokensService).issue(user, session);
  return { user, token: accessToken, refreshToken };
}
