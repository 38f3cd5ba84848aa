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
  /** What the job does, in one line for `jobs:list`. */
  readonly says: string;
  /** UTC cron pattern with minutes first; the job then also runs by itself. */
  readonly cron?: string;
  /** An ability by its name: processes that lack it leave the job to others. Not for jobs of the clock. */
  readonly needs?: string;
}

/**
 * Hears an event after its transaction has committed: at least once, never beside another event of the same aggregate.
 * The handler must be safe to run twice (guarded updates do it), and runs outside any transaction.
 */
export const OnEvent = (event: EventClass): MethodDecorator => SetMetadata(SUBSCRIPTION, event);

/**
 * Hears what is published by `Outbox.publishPromptly` right after its commit, in the process of the change and before
 * that is answered. It may run beside itself, after later events, or not at all: it asks for what is true now, and a
 * handler of `@OnEvent` does the same for certain.
 */
export const Promptly = (event: EventClass): MethodDecorator => SetMetadata(PROMPT_SUBSCRIPTION, event);

/** Keeps the name of a subscriber whose class was renamed: its jobs may still stand in the queue. */
export const QueuedAs = (className: string): ClassDecorator => SetMetadata(QUEUED_AS, className);

/** Names a method as the handler of a background job, for `Jobs.enqueue` or by the clock. Safe to run twice. */
export const Job = (name: string, options: JobOptions): MethodDecorator =>
  SetMetadata(JOB, { name, ...options } satisfies JobFacts);

/**
 * Takes up what processes left that ended in the middle of it. Runs every two seconds in each process, with the names
 * (`ProcessSession.name`, or a worker's) of all that live: what is held under another name is nobody's. Safe to run beside
 * itself, and beside a process that was thought dead and is not.
 */
export const TakesOver = (): MethodDecorator => SetMetadata(HEIR, true);
