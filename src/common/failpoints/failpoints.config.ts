import { Matches } from 'class-validator';
import { NotInProduction } from '../config/production.validator.js';
import { Config, Env, list } from '../config/settings.js';
import { FAILPOINT_ENTRY } from './failpoint-actions.js';

/** Faults that tests plant in this process. */
@Config()
export class FailpointsConfig {
  /** `payments.start_answered=kill` and the like (kill, throw, hang:<ms>), each acting once. Refused in production. */
  @Env('FAILPOINTS', list)
  @Matches(FAILPOINT_ENTRY, { each: true })
  @NotInProduction()
  entries: string[] = [];
}
