import { Matches } from 'class-validator';
import { NotInProduction } from '../config/production.validator.js';
import { Config, Env, list } from '../config/settings.js';
import { FAILPOINT_ENTRY } from './failpoint-actions.js';

/** Planted faults, for tests only. */
@Config()
export class FailpointsConfig {
  /** Such as `payments.start_answered=kill` (or throw, hang:<ms>); each acts once. Refused in production. */
  @Env('FAILPOINTS', list)
  @Matches(FAILPOINT_ENTRY, { each: true })
  @NotInProduction()
  entries: string[] = [];
}
