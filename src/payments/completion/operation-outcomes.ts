import { Injectable, Logger } from '@nestjs/common';
import type { PaymentNews } from './payment-news.js';
import type { OperationStatus, PaymentOperation } from '../entities/payment-operation.entity.js';
import { PaymentAnswers } from '../payments.answers.js';
import { PaymentOperationsRepository } from './payment-operations.repository.js';
import type { Payment } from '../entities/payment.entity.js';
import type { Failure } from '../providers/payment-provider.js';

interface Outcome {
  readonly status: OperationStatus;
  readonly reference?: string;
  readonly failure?: Failure;
}

const REFUSED_LATER: Failure = { code: 'failed', detail: 'The provider could not carry it out.' };

/** Frees money that was set aside only after a definite outcome. */
@Injectable()
export class OperationOutcomes {
  private readonly logger = new Logger(OperationOutcomes.name);

  constructor(
    private readonly operations: PaymentOperationsRepository,
    private readonly answers: PaymentAnswers,
  ) {}

  /** The caller holds the payment's lock. Returns the named operation if this is the first answer to it. */
  async resolve(
    payment: Payment,
    news: PaymentNews,
    operationId: string | undefined,
  ): Promise<PaymentOperation | undefined> {
    let answered: PaymentOperation | undefined;
    for (const operation of await this.operations.open(payment.id)) {
      const outcome = shownIn(news, operation) ?? (operation.id === operationId ? answerOf(news) : undefined);
      if (!outcome || outcome.status === operation.status) continue;
      if (operation.id === operationId && operation.status === 'sending') answered = operation;
      await this.take(payment, operation, outcome);
    }
    return answered;
  }

  private async take(payment: Payment, operation: PaymentOperation, outcome: Outcome): Promise<void> {
    const isFirstAnswer = operation.status === 'sending';
    operation.status = outcome.status;
    operation.providerReference = outcome.reference ?? operation.providerReference;
    operation.failureCode = outcome.failure?.code.slice(0, 100) ?? null;
    operation.failureDetail = outcome.failure?.detail.slice(0, 1000) ?? null;
    if (!operation.isOpen) free(payment, operation);
    if (operation.isRefusedForGood) this.alarm(operation);
    await this.operations.save(operation);
    if (isFirstAnswer) await this.answers.ofOperation(operation.lease, operation);
  }

  private alarm({ id, paymentId, failureCode }: PaymentOperation): void {
    this.logger.error(
      `Refund ${id} of payment ${paymentId} was refused (${failureCode}): staff have to decide`,
    );
  }
}

function shownIn(news: PaymentNews, operation: PaymentOperation): Outcome | undefined {
  if (news.kind !== 'charge') return undefined;
  const movements = operation.kind === 'capture' ? news.charge.captures : news.charge.refunds;
  const found = movements.find(
    ({ key, reference }) => key === operation.id || reference === operation.providerReference,
  );
  if (!found) return undefined;
  const failure = found.status === 'failed' ? REFUSED_LATER : undefined;
  return { status: found.status, reference: found.reference, failure };
}

/** Does not use the charge: when it does not show the operation, recovery asks again. */
function answerOf(news: PaymentNews): Outcome {
  return news.kind === 'refused' ? { status: 'failed', failure: news.failure } : { status: 'pending' };
}

function free(payment: Payment, { kind, amount }: PaymentOperation): void {
  if (kind === 'capture') payment.capturePending -= amount;
  else payment.refundPending -= amount;
}
