import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { Config, Env, flag, integer } from '../config/settings.js';

/** Background jobs in this process. */
@Config()
export class WorkerConfig {
  /** Off in a process that should only answer requests; at least one process must have it on. */
  @Env('WORKER', flag)
  @IsBoolean()
  enabled: boolean = true;

  /** Jobs that run side by side. */
  @Env('WORKER_CONCURRENCY', integer)
  @IsInt()
  @Min(1)
  @Max(50)
  concurrency: number = 4;

  /** Milliseconds between looks for jobs that have become due; new jobs are announced and need no look. */
  @Env('WORKER_POLL_MS', integer)
  @IsInt()
  @Min(50)
  @Max(60_000)
  pollMs: number = 1_000;
}
