import { Injectable, Logger } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import { IdempotencyKeyInFlight } from '../../common/http/idempotency/idempotency.errors.js';
import { MoneyRecords } from './money-records.repository.js';
import { OperationOutcomes } from './operation-outcomes.js';
import { OrdersFacade } from '../../orders/index.js';
import { isSame, PaymentAnswers, type RequestLease } from '../payments.answers.js';
import { PaymentAftermath } from './payment-aftermath.js';
import {
  acceptAmount,
  factsOf,
  isInDoubt,
  keepsMoney,
  moneyOf,
  type PaymentNews,
  secondsToNextCheck,
  takeCharge,
  takeWord,
} from './payment-news.js';
import type { PaymentOperation } from '../entities/payment-operation.entity.js';
import type { Payment } from '../entities/payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';
import type { ProviderCharge } from '../providers/payment-provider.js';

interface PaymentRef {
  readonly id: string;
  readonly orderId: string;
}

interface By {
  readonly operationId?: string;
  readonly lease?: Lease;
}

interface Completed {
  readonly payment: Payment;
  readonly owedTo?: RequestLease;
  readonly answered?: PaymentOperation;
}

/** The only way in which a payment moves on, for requests, webhooks and recovery. Repeated news changes nothing. */
@Injectable()
export class PaymentCompletion {
  private readonly logger = new Logger(PaymentCompletion.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly orders: OrdersFacade,
    private readonly payments: PaymentsRepository,
    private readonly records: MoneyRecords,
    private readonly operations: OperationOutcomes,
    private readonly aftermath: PaymentAftermath,
    private readonly answers: PaymentAnswers,
  ) {}

  /** `operationId` names the capture or refund that the news answers. */
  async apply(ref: PaymentRef, news: PaymentNews, operationId?: string): Promise<Payment> {
    return (await this.complete(ref, news, { operationId })).payment;
  }

  /** For the request that caused the news. Throws IdempotencyKeyInFlight when its answer is stored already. */
  async applyFor(lease: Lease | undefined, ref: PaymentRef, news: PaymentNews): Promise<Payment> {
    const { payment, owedTo } = await this.complete(ref, news, { lease });
    if (lease && !isSame(lease, owedTo)) throw new IdempotencyKeyInFlight();
    return payment;
  }

  async applyOperationFor(operation: PaymentOperation, ref: PaymentRef, news: PaymentNews) {
    const { answered } = await this.complete(ref, news, { operationId: operation.id });
    if (!answered) throw new IdempotencyKeyInFlight();
    return answered;
  }

  /** Updates what is due after items were canceled. */
  async recount(ref: PaymentRef): Promise<void> {
    await this.complete(ref, undefined, {});
  }

  private async complete(
    ref: PaymentRef,
    news: PaymentNews | undefined,
    { operationId, lease }: By,
  ): Promise<Completed> {
    const completed = await this.transaction.run(async () => {
      const order = await this.orders.lock(ref.orderId);
      const payment = await this.payments.lock(ref.id);
      if (!payment) throw new NotFound('payment');
      const before = { status: payment.status, money: moneyOf(payment) };

      payment.heed(order.price);
      const answered = news && (await this.take(payment, news, operationId));
      payment.checks = payment.status === before.status ? payment.checks + 1 : 0;
      const waitSeconds = secondsToNextCheck(payment);
      const isAnswered = await this.answers.ofWaiting(payment, before.status, lease);
      await this.payments.save(payment, waitSeconds, isAnswered);

      await this.aftermath.follow(order, payment, before, waitSeconds);
      await failpoint('payments.completion_written');
      return { payment, owedTo: payment.lease, answered };
    });
    await failpoint('payments.completion_committed');
    return completed;
  }

  /** Returns the named capture or refund if the news is the first answer to it. */
  private async take(
    payment: Payment,
    news: PaymentNews,
    operationId?: string,
  ): Promise<PaymentOperation | undefined> {
    const isDecided = news.kind === 'confirmed' || payment.isRejected;
    const known = news.kind === 'confirmed' ? ({ kind: 'charge', charge: news.charge } as const) : news;
    if (known.kind !== 'charge') {
      if (operationId === undefined) takeWord(payment, known);
    } else if (isInDoubt(payment, known.charge, isDecided)) {
      // Captures and refunds of a doubtful charge stay open.
      return this.resolveOpen(payment, this.takeDoubt(payment, known.charge), operationId);
    } else {
      if (isDecided) acceptAmount(payment, known.charge);
      const fresh = await this.records.record(payment, factsOf(payment, known.charge));
      takeCharge(payment, known.charge, fresh, isDecided);
    }
    return this.resolveOpen(payment, known, operationId);
  }

  private resolveOpen(payment: Payment, news: PaymentNews, operationId?: string) {
    return payment.hasOpenOperations ? this.operations.resolve(payment, news, operationId) : undefined;
  }

  /** A rejected payment ends, unless the provider keeps money that only a person can return. */
  private takeDoubt(payment: Payment, charge: ProviderCharge) {
    const doubt = this.doubt(payment, charge);
    if (!payment.isRejected || !keepsMoney(charge)) takeWord(payment, doubt);
    return doubt;
  }

  private doubt(payment: Payment, { reference, amount }: ProviderCharge) {
    const told = `The provider shows ${amount.amount} ${amount.currency} under ${reference}.`;
    this.logger.error(`Payment ${payment.id} of ${payment.amount} ${payment.currency} is in doubt. ${told}`);
    return { kind: 'doubtful', failure: { code: 'mismatch', detail: told } } as const;
  }
}
