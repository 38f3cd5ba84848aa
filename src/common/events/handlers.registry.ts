import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { EventClass } from './domain-event.js';
import { JOB, type JobOptions, SUBSCRIPTION, type SubscriptionOptions } from './subscribe.decorator.js';

export type Handler = (payload: never) => Promise<void>;

type Heard = { readonly event: EventClass } & SubscriptionOptions;

interface JobHandler {
  readonly name: string;
  readonly cron?: string;
  readonly run: Handler;
}

interface Subscription extends SubscriptionOptions {
  /** `Class.method`: stands in queued jobs, so that a rename needs a drained queue. */
  readonly subscriber: string;
  readonly event: EventClass;
  readonly run: Handler;
}

/** Finds every `@OnEvent` and `@Job` method of the application's providers, once. */
@Injectable()
export class HandlersRegistry {
  private found?: { subscriptions: readonly Subscription[]; jobs: readonly JobHandler[] };

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  get subscriptions(): readonly Subscription[] {
    return this.handlers.subscriptions;
  }

  get jobs(): readonly JobHandler[] {
    return this.handlers.jobs;
  }

  /** Who hears an event of the type. */
  of(type: string): readonly Subscription[] {
    return this.subscriptions.filter(({ event }) => event.type === type);
  }

  private get handlers() {
    return (this.found ??= this.scan());
  }

  private scan() {
    const subscriptions: Subscription[] = [];
    const jobs: JobHandler[] = [];
    for (const { instance, name } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance))) {
        const handler = (instance as Record<string, Handler>)[method]!;
        const run: Handler = (payload) => handler.call(instance, payload);
        const subscription = this.reflector.get<Heard | undefined>(SUBSCRIPTION, handler);
        if (subscription)
          subscriptions.push({ ...subscription, subscriber: `${String(name)}.${method}`, run });
        const job = this.reflector.get<({ name: string } & JobOptions) | undefined>(JOB, handler);
        if (job) jobs.push({ ...job, run });
      }
    }
    return { subscriptions, jobs };
  }
}
