import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { HttpConfig } from '../../common/http/http.config.js';
import type { Order } from '../entities/order.entity.js';
import { OrdersConfig } from '../orders.config.js';
import { TooManyOpenOrders } from '../orders.errors.js';

/** More orders than can be under way at one moment: each has a connection to the database. */
const AT_ONCE = 5_000;

interface Counted {
  readonly network: number;
  readonly email: number;
  readonly account: number;
  /** Until the first of them is over. */
  readonly seconds: number | null;
}

/** Limits how many orders of one shopper wait for their first payment, whatever runs beside it. */
@Injectable()
export class OpenOrders {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: OrdersConfig,
    private readonly http: HttpConfig,
  ) {}

  /**
   * Lets one more order of this shopper through, or throws TooManyOpenOrders. Other orders of the same address, e-mail
   * or account wait from here until the running transaction ends, so that each counts those before it.
   */
  async admit(order: Order): Promise<void> {
    if (!this.http.rateLimits || order.status !== 'pending_payment') return;
    const { clientNetwork, customerId } = order;
    const email = customerId === null ? order.email : null;
    const shopper = [clientNetwork, email, customerId];
    if (this.isWide && (await this.room(shopper)).left > AT_ONCE) return;
    await this.transaction.sql(LOCK, shopper);
    const { left, seconds } = await this.room(shopper);
    if (left <= 0) throw new TooManyOpenOrders(Math.max(1, Math.ceil(seconds ?? 1)));
  }

  /** Limits so wide that those who are far from them need not wait for each other. */
  private get isWide(): boolean {
    const { maxOpenPerAddress, maxOpenPerEmail, maxOpenPerAccount } = this.config;
    return Math.min(maxOpenPerAddress, maxOpenPerEmail, maxOpenPerAccount) > AT_ONCE;
  }

  private async room(shopper: readonly unknown[]) {
    const [open] = await this.transaction.sql<Counted>(COUNT, shopper);
    const { network, email, account, seconds } = open!;
    const { maxOpenPerAddress, maxOpenPerEmail, maxOpenPerAccount } = this.config;
    const left = Math.min(maxOpenPerAddress - network, maxOpenPerEmail - email, maxOpenPerAccount - account);
    return { left, seconds };
  }
}

/** In one order, so that no two orders wait for each other. */
const LOCK = `
  SELECT pg_advisory_xact_lock(key) FROM (
    SELECT DISTINCT hashtextextended(kind || value, 0) AS key
    FROM (VALUES ('open orders of network ', $1::text), ('open orders of email ', $2), ('open orders of account ', $3))
      AS shopper (kind, value)
    WHERE value IS NOT NULL ORDER BY key OFFSET 0
  ) AS keys`;

const COUNT = `
  SELECT network.count AS network, email.count AS email, account.count AS account,
    extract(epoch FROM least(network.until, email.until, account.until) - now())::float8 AS seconds
  FROM
    (SELECT count(*)::integer, min(expires_at) AS until FROM orders
     WHERE status = 'pending_payment' AND client_network = $1::text) AS network,
    (SELECT count(*)::integer, min(expires_at) AS until FROM orders
     WHERE status = 'pending_payment' AND customer_id IS NULL AND email = $2::text) AS email,
    (SELECT count(*)::integer, min(expires_at) AS until FROM orders
     WHERE status = 'pending_payment' AND customer_id = $3::uuid) AS account`;
