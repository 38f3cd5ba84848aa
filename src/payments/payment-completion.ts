import { Injectable, Logger } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { NotFound } from '../common/errors/errors.js';
import { failpoint } from '../common/failpoints/failpoint.js';
import { MoneyRecords } from './money-records.js';
import { OperationOutcomes } from './operation-outcomes.js';
import { PaymentAftermath } from './payment-aftermath.js';
import {
  factsOf,
  isMismatch,
  moneyOf,
  type PaymentNews,
  secondsToNextCheck,
  takeCharge,
  takeWord,
} from './payment-news.js';
import type { Payment } from './entities/payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';
import type { ProviderCharge } from './providers/payment-provider.js';

interface PaymentRef {
  readonly id: string;
  readonly orderId: string;
}

/**
 * The one way in which a payment moves on, whoever brings the news: the buyer's request, a webhook or
 * recovery. Under the locks of order and payment it writes down what is new, tells the order, and gives a
 * waiting request its answer. The same news again changes nothing.
 */
@Injectable()
export class PaymentCompletion {
  private readonly logger = new Logger(PaymentCompletion.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly payments: PaymentsRepository,
    private readonly records: MoneyRecords,
    private readonly operations: OperationOutcomes,
    private readonly aftermath: PaymentAftermath,
  ) {}

  /** `operationId` names the capture or refund that the news answers, if it answers one. */
  async apply(ref: PaymentRef, news: PaymentNews, operationId?: string): Promise<Payment> {
    const payment = await this.transaction.run(async () => {
      const order = await this.aftermath.lockOrder(ref.orderId);
      const payment = await this.payments.lock(ref.id);
      if (!payment) throw new NotFound('payment');
      const before = { status: payment.status, money: moneyOf(payment) };

      await this.take(payment, news, operationId);
      payment.checks = payment.status === before.status ? payment.checks + 1 : 0;
      const waitSeconds = secondsToNextCheck(payment);
      await this.payments.save(payment, waitSeconds);

      await this.aftermath.follow(order, payment, before, waitSeconds);
      await failpoint('payments.completion_written');
      return payment;
    });
    await failpoint('payments.completion_committed');
    return payment;
  }

  private async take(payment: Payment, news: PaymentNews, operationId?: string): Promise<void> {
    if (news.kind === 'charge' && isMismatch(payment, news.charge)) return this.doubt(payment, news.charge);
    if (news.kind === 'charge') {
      const fresh = await this.records.record(payment, factsOf(payment, news.charge));
      takeCharge(payment, news.charge, fresh);
    } else if (operationId === undefined) {
      takeWord(payment, news);
    }
    if (payment.hasOpenOperations) await this.operations.settle(payment, news, operationId);
  }

  private doubt(payment: Payment, { reference, amount }: ProviderCharge): void {
    const told = `The provider shows ${amount.amount} ${amount.currency} under ${reference}.`;
    this.logger.error(`Payment ${payment.id} of ${payment.amount} ${payment.currency} is in doubt. ${told}`);
    takeWord(payment, { kind: 'doubtful', failure: { code: 'mismatch', detail: told } });
  }
}
