import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../../common/database/ids.js';
import { Transaction } from '../../common/database/transaction.js';
import type { Payment } from '../entities/payment.entity.js';

export interface MoneyFact {
  readonly kind: 'authorize' | 'capture' | 'void' | 'refund';
  readonly reference: string;
  readonly amount: number;
}

/** A capture debits what the provider owes (`clearing`) and credits `receivable`; a refund does the reverse. */
@Injectable()
export class MoneyRecords {
  constructor(private readonly transaction: Transaction) {}

  /** Skips facts with a known reference, and returns the new ones. */
  async record(payment: Payment, facts: readonly MoneyFact[]): Promise<MoneyFact[]> {
    if (facts.length === 0) return [];
    return this.transaction.sql<MoneyFact>(
      `WITH fact AS (
         INSERT INTO payment_transactions (id, payment_id, provider, reference, kind, currency, amount)
         SELECT told.id, $2, $3, told.reference, told.kind, $4, told.amount
         FROM jsonb_to_recordset($1::jsonb) AS told(id uuid, reference text, kind text, amount bigint)
         ON CONFLICT ON CONSTRAINT payment_transactions_reference_key DO NOTHING
         RETURNING id, reference, kind, amount
       ), booked AS (
         INSERT INTO ledger_transactions (id, order_id, kind)
         SELECT id, $5, kind FROM fact WHERE kind IN ('capture', 'refund')
       ), entries AS (
         INSERT INTO ledger_entries (transaction_id, account, currency, amount)
         SELECT fact.id, side.account, $4, side.sign * fact.amount
         FROM fact
         JOIN (VALUES ('capture', 'clearing:' || $3, 1), ('capture', 'receivable', -1),
                      ('refund', 'clearing:' || $3, -1), ('refund', 'receivable', 1))
           AS side(kind, account, sign) ON side.kind = fact.kind
       )
       SELECT reference, kind, amount FROM fact`,
      [
        JSON.stringify(facts.map((fact) => ({ id: uuidv7(), ...fact }))),
        payment.id,
        payment.provider,
        payment.currency,
        payment.orderId,
      ],
    );
  }
}
