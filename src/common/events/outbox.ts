import { Injectable, Logger } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import type { DomainEvent, EventClass } from './domain-event.js';
import { HandlersRegistry } from './handlers.registry.js';
import { EVENT_TASK, serialQueue } from './jobs.js';

/** The event log. An event and a queued job per subscriber are written with the change that caused them. */
@Injectable()
export class Outbox {
  private readonly logger = new Logger(Outbox.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly handlers: HandlersRegistry,
  ) {}

  /**
   * Appends events, only inside a transaction. Events of one aggregate are handled in order, by a clock that
   * is read under its lock: a transaction that waited for the lock began earlier.
   */
  async publish(...events: readonly DomainEvent[]): Promise<void> {
    if (!this.transaction.isRunning)
      throw new Error('An event must be published in the transaction of its change');
    if (events.length === 0) return;
    const rows = events.map((event) => this.row(event));
    await this.transaction.sql(
      `WITH event AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb)
           AS e(id uuid, type text, aggregate_id text, payload jsonb, queue text, subscribers text[])
       ), logged AS (
         INSERT INTO outbox (id, type, aggregate_id, payload)
         SELECT id, type, aggregate_id, payload FROM event
       )
       SELECT graphile_worker.add_job(
         $2, json_build_object('eventId', event.id, 'subscriber', subscriber), queue_name => event.queue,
         run_at => clock_timestamp())
       FROM event, unnest(event.subscribers) AS subscriber`,
      [JSON.stringify(rows), EVENT_TASK],
    );
  }

  /**
   * As `publish`. After the commit and before the answer, `@Promptly` handlers of this process run too, so
   * that the caller sees their effects. Queued jobs do the work of handlers that failed.
   */
  async publishPromptly(...events: readonly DomainEvent[]): Promise<void> {
    await this.publish(...events);
    await this.transaction.afterCommit(async () => {
      for (const event of events) await this.tell(event);
    });
  }

  private async tell(event: DomainEvent): Promise<void> {
    for (const { subscriber, run } of this.handlers.promptSubscriptionsOf(typeOf(event))) {
      try {
        await run(factsOf(event) as never);
      } catch (error) {
        this.logger.warn(`${subscriber} failed before the answer; a job will retry: ${String(error)}`);
      }
    }
  }

  private row(event: DomainEvent) {
    const { id, ...payload } = factsOf(event);
    const type = typeOf(event);
    return {
      id,
      type,
      aggregate_id: event.aggregateId,
      payload,
      queue: serialQueue(event.aggregateId),
      subscribers: this.handlers.subscribersOf(type),
    };
  }
}

const typeOf = (event: DomainEvent): string => (event.constructor as EventClass).type;

const factsOf = (event: DomainEvent) => ({ ...event, aggregateId: event.aggregateId });
