import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../config/settings.js';

/** The log of events. */
@Config()
export class OutboxConfig {
  /** Days that delivered events stay in the log; the database itself refuses to let younger ones than 30 days go. */
  @Env('OUTBOX_KEEP_DAYS', integer)
  @IsInt()
  @Min(30)
  @Max(3650)
  keepDays: number = 90;
}
