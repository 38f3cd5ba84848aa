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

  /** The same database without a pooler, for migrations and for the LISTEN of worker and cache. */
  @Env('DATABASE_DIRECT_URL')
  @IsOptional()
  @IsUrl(POSTGRES_URL)
  directUrl?: string;

  /** Connections of one process for requests. */
  @Env('DATABASE_POOL_SIZE', integer)
  @IsInt()
  @Min(2)
  @Max(200)
  poolSize: number = 10;

  /**
   * Milliseconds that a request waits for a free connection before the answer is 503. A rush of some hundred buyers
   * waits a second or two and should be served.
   */
  @Env('DATABASE_POOL_WAIT_MS', integer)
  @IsInt()
  @Min(100)
  @Max(30_000)
  poolWaitMs: number = 5_000;

  /**
   * Milliseconds without data after which a connection in use is given up and its request answered with 503. Longer
   * than a statement may take (5 s), because a running statement is silent too.
   */
  @Env('DATABASE_SILENCE_MS', integer)
  @IsInt()
  @Min(500)
  @Max(600_000)
  silenceMs: number = 8_000;

  /**
   * Whether each connection prepares statements once, which saves PostgreSQL parsing and planning. The default is yes
   * without DATABASE_DIRECT_URL (no pooler) and no with it; PgBouncer 1.21 or later supports it with
   * `max_prepared_statements`.
   */
  @Env('DATABASE_PREPARED_STATEMENTS', flag)
  @IsOptional()
  @IsBoolean()
  preparedStatements?: boolean;
}
