import { uuidv7 } from '../database/ids.js';

/** A past event with ids and facts only. Its `type` never changes, since the event log outlives the code. */
export abstract class DomainEvent {
  readonly id: string = uuidv7();

  static readonly type: string;

  /** The subject of the event. Events of one aggregate never run side by side. */
  abstract readonly aggregateId: string;
}

export type EventClass<T extends DomainEvent = DomainEvent> = (new (...args: never[]) => T) & {
  readonly type: string;
};

export type EventFacts<T extends DomainEvent> = Readonly<Omit<T, 'id'>> & { readonly id: string };
