import { Injectable, Module } from '@nestjs/common';
import { CommonModule } from '../../src/common/common.module.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { DomainEvent, type EventFacts } from '../../src/common/events/domain-event.js';
import { OnEvent } from '../../src/common/events/subscribe.decorator.js';
import { failpoint } from '../../src/common/failpoints/failpoint.js';

/** The next part of a tale. */
export class PartTold extends DomainEvent {
  static override readonly type = 'tales.part_told';
  constructor(
    readonly aggregateId: string,
    readonly part: number,
  ) {
    super();
  }
}

/** What is heard, and by which process; `is_alone` unless somebody hears the same tale at this moment. */
export const HEARD = `CREATE TABLE heard (
  position bigint GENERATED ALWAYS AS IDENTITY, tale text, part int, relay int, is_alone boolean)`;

@Injectable()
class Listener {
  constructor(private readonly transaction: Transaction) {}

  @OnEvent(PartTold)
  async hear({ aggregateId, part }: EventFacts<PartTold>): Promise<void> {
    await this.transaction.run(async () => {
      await this.transaction.sql(
        'INSERT INTO heard (tale, part, relay, is_alone) SELECT $1, $2, $3, pg_try_advisory_xact_lock(hashtext($1))',
        [aggregateId, part, process.pid],
      );
      await this.transaction.sql('SELECT pg_sleep(0.002)');
    });
    await failpoint('tales.heard');
  }
}

/** The common ground, and somebody who listens. */
@Module({ imports: [CommonModule], providers: [Listener] })
export class TalesModule {}
