import { Injectable } from '@nestjs/common';
import { Jobs } from '../../common/events/jobs.js';
import { Job, TakesOver } from '../../common/events/subscribe.decorator.js';
import { Transaction } from '../../common/database/transaction.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import { RESOLVE_JOB } from '../completion/payment-aftermath.js';
import { PaymentResolver } from './payment-resolver.js';
import { PaymentsRepository } from '../completion/payments.repository.js';

const BATCH = 100;

/** Resolves what a crash, a lost answer or a lost webhook left open. */
@Injectable()
export class PaymentRecoveryJobs {
  constructor(
    private readonly transaction: Transaction,
    private readonly payments: PaymentsRepository,
    private readonly jobs: Jobs,
    private readonly resolver: PaymentResolver,
  ) {}

  /** One job for each payment, so that a slow one delays no other. */
  @Job('payments.recover', {
    says: 'Queues a job for each payment that waits for its provider',
    cron: '* * * * *',
  })
  async recover(): Promise<void> {
    while ((await this.handOut()) === BATCH);
  }

  /** Checks at once what an ended process was asking. */
  @TakesOver()
  async takeOver(living: readonly string[]): Promise<void> {
    if (await this.payments.orphan(living)) await this.recover();
  }

  @Job(RESOLVE_JOB, { says: 'Asks the provider about one payment and does what is left to do' })
  async resolve({ paymentId }: { readonly paymentId: string }): Promise<void> {
    await this.resolver.resolve(paymentId);
  }

  private handOut(): Promise<number> {
    return this.transaction.run(async () => {
      const due = await this.payments.claimDue(BATCH);
      for (const paymentId of due)
        await this.jobs.enqueue(RESOLVE_JOB, { paymentId }, { key: `payment:${paymentId}` });
      await failpoint('payments.recovery_written');
      return due.length;
    });
  }
}
