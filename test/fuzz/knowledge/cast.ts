import { permissionsOf, type Permission } from '../../../src/auth/permissions.js';
import {
  aCustomer,
  anOwner,
  aStaff,
  signIn,
  type AccountOptions,
  type SignedInAccount,
} from '../../support/builders/accounts.js';
import type { TestShop } from '../../support/shop.js';
import type { Operation } from './document.js';

/** Who sends requests. A guest proves with an order's token; a rival is a customer who may not see the customer's things. */
export const PRINCIPALS = ['anonymous', 'guest', 'customer', 'rival', 'staff', 'owner'] as const;

export type Principal = (typeof PRINCIPALS)[number];

const MAKERS: Partial<
  Record<Principal, (shop: TestShop, options?: AccountOptions) => Promise<SignedInAccount>>
> = {
  customer: aCustomer,
  rival: aCustomer,
  staff: aStaff,
  owner: anOwner,
};

/** Tokens of staff live five minutes; a new session well before that keeps them all good. */
const RENEW_AFTER_MS = 120_000;

/** The accounts of one lane. The requests may sign them out, suspend them or take their roles: they are then replaced. */
export class Cast {
  private readonly accounts = new Map<Principal, { account: SignedInAccount; since: number }>();

  constructor(private readonly shop: TestShop) {}

  async gather(): Promise<void> {
    for (const principal of PRINCIPALS) await this.renew(principal);
  }

  account(principal: Principal): SignedInAccount | undefined {
    return this.accounts.get(principal)?.account;
  }

  /** Whether the document lets such a one call the route at all. */
  mayCall(principal: Principal, { isPublic, permission }: Operation): boolean {
    if (isPublic) return true;
    const account = this.account(principal);
    if (!account) return false;
    return permission === undefined || permissionsOf(account.user.roles).has(permission as Permission);
  }

  /** Puts everybody back into their place, before their tokens end. */
  async tend(): Promise<void> {
    for (const [principal, { since }] of this.accounts)
      if (Date.now() - since > RENEW_AFTER_MS || !(await this.stands(principal))) await this.renew(principal);
  }

  /** Whether the account is still what it was made as. */
  async stands(principal: Principal): Promise<boolean> {
    const user = this.account(principal)?.user;
    if (!user) return true;
    const [row] = await this.shop.sql<{ isSame: boolean }>(
      `SELECT status = 'active' AND roles = $2 AS "isSame" FROM users WHERE id = $1`,
      [user.id, user.roles],
    );
    return row?.isSame === true;
  }

  /** A new session, in the same account if that stands. */
  async renew(principal: Principal): Promise<void> {
    const make = MAKERS[principal];
    if (!make) return;
    const account = (await this.signInAgain(principal)) ?? (await make(this.shop));
    this.accounts.set(principal, { account, since: Date.now() });
  }

  /** Undefined for an account that does not stand, or that a request of another lane suspends just now. */
  private async signInAgain(principal: Principal): Promise<SignedInAccount | undefined> {
    const former = (await this.stands(principal)) ? this.account(principal) : undefined;
    return former && signIn(this.shop, former.user).catch(() => undefined);
  }
}
