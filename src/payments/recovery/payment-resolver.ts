import { Injectable } from '@nestjs/common';
import { AttemptRecovery } from './attempt-recovery.js';
import { OperationRecovery } from './operation-recovery.js';
import { PaymentUnwinding } from './payment-unwinding.js';
import type { Payment } from '../entities/payment.entity.js';
import { PaymentsRepository } from '../completion/payments.repository.js';

/** Safe to run twice, and beside anything else. */
@Injectable()
export class PaymentResolver {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly attempts: AttemptRecovery,
    private readonly operations: OperationRecovery,
    private readonly unwinding: PaymentUnwinding,
  ) {}

  async resolve(paymentId: string): Promise<void> {
    await this.step(paymentId, (payment) => this.attempts.resolve(payment));
    await this.step(paymentId, (payment) => this.operations.resolve(payment));
    await this.unwinding.unwind(paymentId);
  }

  /** Each step sees the changes of the one before. */
  private async step(paymentId: string, resolve: (payment: Payment) => Promise<void>): Promise<void> {
    const payment = await this.payments.find(paymentId);
    if (payment) await resolve(payment);
  }
}
