import { SetMetadata } from '@nestjs/common';
import type { EventClass } from './domain-event.js';

export const SUBSCRIPTION = Symbol('event subscription');
export const JOB = Symbol('job');

export interface SubscriptionOptions {
  /**
   * Hears `Outbox.publishPromptly` in the process of the change too, before that is answered. The handler must then also
   * bear to run beside itself and after later events: it asks for what is true now.
   */
  readonly isPrompt?: boolean;
}

export interface JobOptions {
  /** UTC cron pattern with minutes first; the job then also runs by itself. */
  readonly cron?: string;
}

/**
 * Hears an event after its transaction has committed: at least once, never beside another event of the same aggregate.
 * The handler must be safe to run twice (guarded updates do it), and runs outside any transaction.
 */
export const OnEvent = (event: EventClass, options: SubscriptionOptions = {}): MethodDecorator =>
  SetMetadata(SUBSCRIPTION, { event, ...options });

/** Names a method as the handler of a background job, for `Jobs.enqueue` or by the clock. Safe to run twice. */
export const Job = (name: string, options: JobOptions = {}): MethodDecorator =>
  SetMetadata(JOB, { name, ...options });
