import { Injectable, Logger } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import type { DomainEvent, EventClass } from './domain-event.js';
import { HandlersRegistry } from './handlers.registry.js';
import { EVENT_TASK, serialQueue } from './jobs.js';

/** The event log. An event and one queued job for each subscriber are written with the change that caused them. */
@Injectable()
export class Outbox {
  private readonly logger = new Logger(Outbox.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly handlers: HandlersRegistry,
  ) {}

  /**
   * Appends events in one statement; only inside a transaction, since an event without its change would be a lie. Those
   * of one aggregate are heard in the order in which they are published here, under its lock: by the clock of that
   * moment, since a transaction that had to wait for the lock began before the one that it waited for.
   */
  async publish(...events: readonly DomainEvent[]): Promise<void> {
    if (!this.transaction.isRunning)
      throw new Error('An event is published in the transaction of its change');
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
   * As `publish`; and once the transaction has committed, before the change is answered, handlers of `@Promptly` hear the
   * events in this process, so that who made the change sees what follows from it. What fails there, or dies with the
   * process, is left to the queued jobs.
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
        this.logger.warn(`${subscriber} could not act at once, a job will: ${String(error)}`);
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

/** What subscribers get: the getter of the aggregate's id is no property that a spread would copy. */
const factsOf = (event: DomainEvent) => ({ ...event, aggregateId: event.aggregateId });
