import type { TestShop } from '../../support/shop.js';
import type { FuzzAnswer, FuzzRequest } from '../requests/request.js';
import type { Complaint } from './judge.js';

type Body = Readonly<Record<string, unknown>>;

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** Remembers who made orders, payments and carts, and sees when others get at them. */
export class Ownership {
  /** By id of the thing: the account that it belongs to, or the token that opens it. */
  private readonly owners = new Map<string, string>();
  private readonly carts = new Set<string>();

  constructor(private readonly shop: TestShop) {}

  /** Keeps what a success says about who owns what. */
  note(request: FuzzRequest, body: Body): void {
    const id = String(body['id']);
    const caller = callerOf(request);
    // Who orders a guest's cart once more is shown the guest's order, with its token.
    if (request.operation.id === 'placeOrder') this.own(id, body['accessToken'] ?? caller);
    if (request.operation.id === 'startPayment') this.own(id, this.owners.get(String(body['orderId'])));
    if (caller === undefined || !/^(createCart|claimCart)$/.test(request.operation.id)) return;
    this.carts.add(id);
    this.own(id, caller);
  }

  /** What is wrong when a request that named somebody's thing had success. */
  async complaint(request: FuzzRequest, { status }: FuzzAnswer): Promise<Complaint | undefined> {
    // OPTIONS tells the methods of a path, whosever the thing is.
    if (status >= 300 || request.method === 'OPTIONS') return undefined;
    const isOrder = request.operation.id === 'placeOrder' && request.method === request.operation.method;
    const ordered = isOrder ? String(request.payload) : '';
    const named = `${request.target} ${ordered}`;
    for (const id of named.match(ID) ?? []) {
      if (await this.mayReach(request, id.toLowerCase())) continue;
      const { method, path } = request.operation;
      return {
        key: `${method} ${path} ${status} trespass`,
        says: `Somebody else's thing was reached: ${id}`,
      };
    }
    return undefined;
  }

  private own(id: string, owner: unknown): void {
    if (typeof owner === 'string') this.owners.set(id, owner);
  }

  private async mayReach(request: FuzzRequest, id: string): Promise<boolean> {
    const owner = this.owners.get(id);
    const caller = callerOf(request);
    if (owner === undefined || owner === caller || owner === request.headers['x-order-token']) return true;
    if (caller === undefined || this.carts.has(id)) return false;
    return request.principal === 'staff' || request.principal === 'owner' || this.isStaff(caller);
  }

  /** Requests of the owner may have made staff of a customer. */
  private async isStaff(userId: string): Promise<boolean> {
    const [user] = await this.shop.sql<{ roles: string[] }>('SELECT roles FROM users WHERE id = $1', [
      userId,
    ]);
    return user?.roles.some((role) => role !== 'customer') === true;
  }
}

/** The account whose token a request carries. */
function callerOf({ headers }: FuzzRequest): string | undefined {
  const claims = headers['authorization']?.split('.')[1];
  if (claims === undefined) return undefined;
  try {
    return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub?: string }).sub;
  } catch {
    return undefined;
  }
}
