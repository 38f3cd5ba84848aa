import { Injectable } from '@nestjs/common';
import { parseCronItems, type ParsedCronItem, type TaskList } from 'graphile-worker';
import { Transaction } from '../database/transaction.js';
import { Abilities } from './abilities.js';
import { type Handler, HandlersRegistry } from './handlers.registry.js';
import { EVENT_TASK } from './jobs.js';

interface EventJob {
  readonly eventId: string;
  readonly subscriber: string;
}

@Injectable()
export class JobHandlers {
  constructor(
    private readonly handlers: HandlersRegistry,
    private readonly transaction: Transaction,
    private readonly abilities: Abilities,
  ) {}

  lacking(): Promise<readonly string[]> {
    return this.abilities.lacking();
  }

  tasks(): TaskList {
    const tasks: TaskList = { [EVENT_TASK]: (payload) => this.deliver(payload as EventJob) };
    for (const job of this.handlers.jobs) tasks[job.name] = (payload) => job.run(payload as never);
    return tasks;
  }

  cronItems(): ParsedCronItem[] {
    const items = this.handlers.jobs
      .filter((job) => job.cron !== undefined)
      .map((job) => ({
        task: job.name,
        match: job.cron!,
        identifier: job.name,
        // Runs cron items missed while no process lived, so that frequent restarts cannot starve them.
        options: { backfillPeriod: 60_000 },
      }));
    return parseCronItems(items);
  }

  private async deliver({ eventId, subscriber }: EventJob): Promise<void> {
    const handler = this.handlerOf(subscriber);
    const [event] = await this.transaction.sql<{ id: string; payload: object }>(
      'SELECT id, payload FROM outbox WHERE id = $1',
      [eventId],
    );
    if (!event) throw new Error(`Event ${eventId} is not in the log`);
    await handler({ ...event.payload, id: event.id } as never);
  }

  private handlerOf(subscriber: string): Handler {
    const found = this.handlers.subscriptions.find((subscription) => subscription.subscriber === subscriber);
    // Throws, so that the job waits for an older process that may have the subscriber.
    if (!found) throw new Error(`No subscriber named ${subscriber} in this process`);
    return found.run;
  }
}
