import { refusal } from '../errors/domain-error.js';

/** The worker takes no due jobs and is being replaced. */
export class JobsStalled extends refusal(
  'unavailable',
  'jobs_stalled',
  'Background jobs are stalled in this process',
) {
  constructor() {
    super('Requests are served; the worker is being replaced.', {}, 5);
  }
}
