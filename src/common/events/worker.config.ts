import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { Config, Env, flag, integer } from '../config/settings.js';

/** Background jobs in this process. */
@Config()
export class WorkerConfig {
  /** Off in a process that only answers requests. At least one process must have it on. */
  @Env('WORKER', flag)
  @IsBoolean()
  enabled: boolean = true;

  /** Jobs that run side by side. */
  @Env('WORKER_CONCURRENCY', integer)
  @IsInt()
  @Min(1)
  @Max(50)
  concurrency: number = 4;

  /** Milliseconds between looks for due jobs. New jobs are announced and need no look. */
  @Env('WORKER_POLL_MS', integer)
  @IsInt()
  @Min(50)
  @Max(60_000)
  pollMs: number = 1_000;

  /**
   * Milliseconds until an idle worker that takes no due job is replaced; until the next one works, `/health/ready`
   * says 503. At least twice `WORKER_POLL_MS`.
   */
  @Env('WORKER_STALL_MS', integer)
  @IsInt()
  @Min(500)
  @Max(600_000)
  stallMs: number = 30_000;

  /** Milliseconds for running jobs when the process ends. Other processes take over longer ones. */
  @Env('WORKER_STOP_LIMIT_MS', integer)
  @IsInt()
  @Min(0)
  @Max(600_000)
  stopLimitMs: number = 15_000;
}
