import { uuidv7 } from '../database/ids.js';

/**
 * Something that happened, told in the past tense with ids and facts only. A subclass names its `type` once and for
 * ever, since the event log outlives the code.
 */
export abstract class DomainEvent {
  readonly id: string = uuidv7();

  /** `orders.order_placed`: module and fact. */
  static readonly type: string;

  /** The thing that the event is about; events of one aggregate are never handled side by side. */
  abstract readonly aggregateId: string;
}

export type EventClass<T extends DomainEvent = DomainEvent> = (new (...args: never[]) => T) & {
  readonly type: string;
};

/** The facts of an event as a subscriber gets them back from the log. */
export type EventFacts<T extends DomainEvent> = Readonly<Omit<T, 'id'>> & { readonly id: string };
