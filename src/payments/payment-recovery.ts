import { Injectable } from '@nestjs/common';
import { Jobs } from '../common/events/jobs.js';
import { Job } from '../common/events/subscribe.decorator.js';
import { Transaction } from '../common/database/transaction.js';
import { failpoint } from '../common/failpoints/failpoint.js';
import { RESOLVE_JOB } from './payment-aftermath.js';
import { PaymentResolver } from './payment-resolver.js';
import { PaymentsRepository } from './payments.repository.js';

const BATCH = 100;

/** Looks after payments that a crash, a lost answer or a lost webhook left open. */
@Injectable()
export class PaymentRecovery {
  constructor(
    private readonly transaction: Transaction,
    private readonly payments: PaymentsRepository,
    private readonly jobs: Jobs,
    private readonly resolver: PaymentResolver,
  ) {}

  /** Hands out what is due, one job for each payment, so that a slow one holds up no other. */
  @Job('payments.recover', { cron: '* * * * *' })
  async recover(): Promise<void> {
    await this.transaction.run(async () => {
      for (const paymentId of await this.payments.claimDue(BATCH)) {
        await this.jobs.enqueue(RESOLVE_JOB, { paymentId }, { key: `payment:${paymentId}` });
      }
      await failpoint('payments.recovery_written');
    });
  }

  @Job(RESOLVE_JOB)
  async resolve({ paymentId }: { readonly paymentId: string }): Promise<void> {
    await this.resolver.resolve(paymentId);
  }
}
