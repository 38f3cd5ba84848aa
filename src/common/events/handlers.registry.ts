import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { EventClass } from './domain-event.js';
import {
  HEIR,
  JOB,
  type JobFacts,
  PROMPT_SUBSCRIPTION,
  QUEUED_AS,
  SUBSCRIPTION,
} from './subscribe.decorator.js';

export type Handler = (payload: never) => Promise<void>;

interface JobHandler extends JobFacts {
  readonly module: string;
  readonly handler: string;
  readonly run: Handler;
}

interface Subscription {
  /** `Class.method`. Queued jobs hold it, so `@QueuedAs` keeps it for a renamed class. */
  readonly subscriber: string;
  readonly event: EventClass;
  readonly run: Handler;
}

/** Finds every `@OnEvent`, `@Job` and `@TakesOver` method of the application's providers. */
@Injectable()
export class HandlersRegistry {
  private found?: {
    subscriptions: readonly Subscription[];
    prompt: readonly Subscription[];
    jobs: readonly JobHandler[];
    heirs: readonly Handler[];
  };

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

  get heirs(): readonly Handler[] {
    return this.handlers.heirs;
  }

  subscribersOf(type: string): readonly string[] {
    return this.subscriptions.filter(({ event }) => event.type === type).map(({ subscriber }) => subscriber);
  }

  promptSubscriptionsOf(type: string): readonly Subscription[] {
    return this.handlers.prompt.filter(({ event }) => event.type === type);
  }

  private get handlers() {
    return (this.found ??= this.scan());
  }

  private scan() {
    const subscriptions: Subscription[] = [];
    const prompt: Subscription[] = [];
    const jobs: JobHandler[] = [];
    const heirs: Handler[] = [];
    for (const { instance, name, host } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance))) {
        const handler = (instance as Record<string, Handler>)[method]!;
        const run: Handler = (payload) => handler.call(instance, payload);
        const formerName = this.reflector.get<string | undefined>(QUEUED_AS, instance.constructor);
        const subscriber = `${formerName ?? String(name)}.${method}`;
        const event = this.reflector.get<EventClass | undefined>(SUBSCRIPTION, handler);
        if (event) subscriptions.push({ subscriber, event, run });
        const promptEvent = this.reflector.get<EventClass | undefined>(PROMPT_SUBSCRIPTION, handler);
        if (promptEvent) prompt.push({ subscriber, event: promptEvent, run });
        const job = this.reflector.get<JobFacts | undefined>(JOB, handler);
        if (job) jobs.push({ ...job, module: host?.name ?? '', handler: subscriber, run });
        if (this.reflector.get<true | undefined>(HEIR, handler)) heirs.push(run);
      }
    }
    return { subscriptions, prompt, jobs, heirs };
  }
}
