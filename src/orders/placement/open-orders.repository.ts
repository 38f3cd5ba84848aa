import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';

/** A network, the e-mail address of a guest, an account. */
export type Shopper = readonly [network: string | null, email: string | null, customerId: string | null];

export interface OpenOrderCounts {
  readonly network: number;
  readonly email: number;
  readonly account: number;
  /** Until the first of them ends. */
  readonly seconds: number | null;
}

@Injectable()
export class OpenOrdersRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Orders of the same network, e-mail address or account wait until the running transaction ends. */
  async lock(shopper: Shopper): Promise<void> {
    await this.transaction.sql(LOCK, shopper);
  }

  async count(shopper: Shopper): Promise<OpenOrderCounts> {
    const [open] = await this.transaction.sql<OpenOrderCounts>(COUNT, shopper);
    return open!;
  }

  /** Units that the open orders of a shopper hold, by variant id: of the network, the e-mail address and the account. */
  async heldBy(shopper: Shopper): Promise<ReadonlyMap<string, number>> {
    const rows = await this.transaction.sql<{ variantId: string; units: number }>(HELD, shopper);
    return new Map(rows.map(({ variantId, units }) => [variantId, units]));
  }
}

/** Takes the locks in a fixed order, so two orders cannot deadlock. */
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

const HELD = `
  SELECT variant_id AS "variantId", sum(quantity)::integer AS units
  FROM order_lines
  WHERE order_id IN (
    SELECT id FROM orders WHERE status = 'pending_payment' AND client_network = $1::text
    UNION SELECT id FROM orders WHERE customer_id IS NULL AND email = $2::text AND status = 'pending_payment'
    UNION SELECT id FROM orders WHERE status = 'pending_payment' AND customer_id = $3::uuid)
  GROUP BY variant_id`;
