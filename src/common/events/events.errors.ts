import { DomainError, type ErrorKind } from '../errors/domain-error.js';

/** The worker takes no due jobs and is being replaced. */
export class JobsStalled extends DomainError {
  static override readonly code = 'jobs_stalled';
  static override readonly kind: ErrorKind = 'unavailable';
  static override readonly title = 'Background jobs are stalled in this process';

  constructor() {
    super('Requests are served; the worker is being replaced.', {}, 5);
  }
}
