import { DomainError, type ErrorKind } from '../errors/domain-error.js';

/** The worker of this process takes no jobs, though it could; it is being replaced. */
export class JobsStalled extends DomainError {
  static override readonly code = 'jobs_stalled';
  static override readonly kind: ErrorKind = 'unavailable';
  static override readonly title = 'Background jobs stand still in this process';

  constructor() {
    super('Requests are served; the worker is being replaced.', {}, 5);
  }
}
