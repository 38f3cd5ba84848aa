import { SetMetadata } from '@nestjs/common';
import type { EventClass } from './domain-event.js';

export const SUBSCRIPTION = Symbol('event subscription');
export const PROMPT_SUBSCRIPTION = Symbol('prompt event subscription');
export const JOB = Symbol('job');
export const HEIR = Symbol('heir');
export const QUEUED_AS = Symbol('name in the queue');

export interface JobFacts extends JobOptions {
  readonly name: string;
}

export interface JobOptions {
  readonly says: string;
  /** UTC cron pattern, minutes first, for a scheduled job. */
  readonly cron?: string;
  /** Processes without this ability leave the job to others. Not for cron jobs. */
  readonly needs?: string;
}

/**
 * Handles an event after its commit: at least once, never beside another event of its aggregate. The handler
 * runs outside a transaction, and must be safe to run twice.
 */
export const OnEvent = (event: EventClass): MethodDecorator => SetMetadata(SUBSCRIPTION, event);

/**
 * Handles events of `Outbox.publishPromptly` before the change is answered. It may run late, twice or never,
 * so it reads current state, and an `@OnEvent` handler does the same for certain.
 */
export const Promptly = (event: EventClass): MethodDecorator => SetMetadata(PROMPT_SUBSCRIPTION, event);

/** Keeps a renamed class's name, because queued jobs may still hold it. */
export const QueuedAs = (className: string): ClassDecorator => SetMetadata(QUEUED_AS, className);

/** Handles a background job, queued or by cron. It must be safe to run twice. */
export const Job = (name: string, options: JobOptions): MethodDecorator =>
  SetMetadata(JOB, { name, ...options } satisfies JobFacts);

/**
 * Takes over work of ended processes, every two seconds in each process. It gets the names of all living ones
 * (`ProcessSession.name`, or a worker's). It must be safe to run twice, and beside a process that only seemed
 * dead.
 */
export const TakesOver = (): MethodDecorator => SetMetadata(HEIR, true);
