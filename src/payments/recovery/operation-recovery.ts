import { Injectable } from '@nestjs/common';
import { PaymentCompletion } from '../completion/payment-completion.js';
import { isMismatch, type PaymentNews } from '../completion/payment-news.js';
import type { PaymentOperation } from '../entities/payment-operation.entity.js';
import { PaymentOperationsRepository } from '../completion/payment-operations.repository.js';
import { PaymentOperationsService } from '../operations/payment-operations.service.js';
import type { Payment } from '../entities/payment.entity.js';
import { ProviderCalls } from '../completion/provider-calls.js';

const NOT_RECEIVED: PaymentNews = {
  kind: 'refused',
  failure: { code: 'not_received', detail: 'The provider has no record of this operation.' },
};

@Injectable()
export class OperationRecovery {
  constructor(
    private readonly calls: ProviderCalls,
    private readonly completion: PaymentCompletion,
    private readonly operations: PaymentOperationsRepository,
    private readonly service: PaymentOperationsService,
  ) {}

  async resolve(payment: Payment): Promise<void> {
    if (!payment.hasOpenOperations) return;
    const news = await this.calls.fetch(payment);
    await this.completion.apply(payment, news);
    if (news.kind !== 'charge' && news.kind !== 'doubtful') return;
    for (const operation of await this.operations.open(payment.id))
      await this.repeat(payment, operation, news);
  }

  /** Sends the operation again while its key is remembered, and refuses it after that. */
  private async repeat(payment: Payment, operation: PaymentOperation, news: PaymentNews): Promise<void> {
    if (operation.providerReference !== null) return;
    // A doubtful charge is not touched until a person has looked.
    if (news.kind !== 'charge' || isMismatch(payment, news.charge))
      await this.completion.apply(payment, news, operation.id);
    else if (this.calls.remembers(payment, operation.kind, operation.createdAt))
      await this.service.carryOut(payment, operation);
    else await this.completion.apply(payment, NOT_RECEIVED, operation.id);
  }
}
