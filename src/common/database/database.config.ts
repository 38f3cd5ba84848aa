import { IsBoolean, IsInt, IsOptional, IsUrl, Max, Min } from 'class-validator';
import { Config, Env, flag, integer } from '../config/settings.js';

const POSTGRES_URL = { protocols: ['postgres', 'postgresql'], require_tld: false, require_protocol: true };

/** The shop's PostgreSQL. Without a URL the process starts the embedded server. */
@Config()
export class DatabaseConfig {
  /** PostgreSQL 15 or later, directly or through a pooler: `postgres://user:password@host:5432/shop`. */
  @Env('DATABASE_URL')
  @IsOptional()
  @IsUrl(POSTGRES_URL)
  url?: string;

  /** The same database without a pooler. Migrations and LISTEN (worker, cache) need it. */
  @Env('DATABASE_DIRECT_URL')
  @IsOptional()
  @IsUrl(POSTGRES_URL)
  directUrl?: string;

  /** Database connections of one process for requests. */
  @Env('DATABASE_POOL_SIZE', integer)
  @IsInt()
  @Min(2)
  @Max(200)
  poolSize: number = 10;

  /** Milliseconds that a request waits for a free connection before it gets 503. A rush takes 1 to 2 s. */
  @Env('DATABASE_POOL_WAIT_MS', integer)
  @IsInt()
  @Min(100)
  @Max(30_000)
  poolWaitMs: number = 5_000;

  /** Milliseconds without data before a connection is dropped (503). More than the statement limit, 5 s. */
  @Env('DATABASE_SILENCE_MS', integer)
  @IsInt()
  @Min(500)
  @Max(600_000)
  silenceMs: number = 8_000;

  /**
   * Whether statements are prepared once per connection, which saves parsing and planning. Off by default if
   * DATABASE_DIRECT_URL is set; PgBouncer 1.21 or later supports it with `max_prepared_statements`.
   */
  @Env('DATABASE_PREPARED_STATEMENTS', flag)
  @IsOptional()
  @IsBoolean()
  preparedStatements?: boolean;
}
