import { DomainEvent } from '../common/events/domain-event.js';
import type { Standing } from './accounts/standing.js';

/** An account was created. */
export class AccountRegistered extends DomainEvent {
  static override readonly type = 'auth.account_registered';
  readonly aggregateId: string;

  constructor(readonly userId: string) {
    super();
    this.aggregateId = userId;
  }
}

/** The status or the roles of an account changed. `changedBy` is null for the command line. */
export class AccountChanged extends DomainEvent {
  static override readonly type = 'auth.account_changed';
  readonly aggregateId: string;

  constructor(
    readonly userId: string,
    readonly changedBy: string | null,
    readonly before: Standing,
    readonly after: Standing,
  ) {
    super();
    this.aggregateId = userId;
  }
}

/** A used refresh token was sent again, perhaps by a thief, so its session was ended. */
export class RefreshTokenReused extends DomainEvent {
  static override readonly type = 'auth.refresh_token_reused';
  readonly aggregateId: string;

  constructor(
    readonly userId: string,
    readonly sessionId: string,
  ) {
    super();
    this.aggregateId = userId;
  }
}
