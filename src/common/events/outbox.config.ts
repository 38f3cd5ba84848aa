import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../config/settings.js';

/** The log of events. */
@Config()
export class OutboxConfig {
  /** Days that delivered events stay in the log. The database keeps them for at least 30 days. */
  @Env('OUTBOX_KEEP_DAYS', integer)
  @IsInt()
  @Min(30)
  @Max(3650)
  keepDays: number = 90;
}
