import { IsBoolean, IsInt, IsOptional, IsUrl, Max, Min } from 'class-validator';
import { Config, Env, flag, integer } from '../config/settings.js';

const POSTGRES_URL = { protocols: ['postgres', 'postgresql'], require_tld: false, require_protocol: true };

/** The PostgreSQL that holds the shop. Without a URL the process starts the embedded server. */
@Config()
export class DatabaseConfig {
  /** PostgreSQL 15 or later, perhaps through a pooler: `postgres://user:password@host:5432/shop`. */
  @Env('DATABASE_URL')
  @IsOptional()
  @IsUrl(POSTGRES_URL)
  url?: string;

  /** The same database without a pooler between: used for migrations, and for the LISTEN of worker and cache. */
  @Env('DATABASE_DIRECT_URL')
  @IsOptional()
  @IsUrl(POSTGRES_URL)
  directUrl?: string;

  /** Most connections of one process for requests. */
  @Env('DATABASE_POOL_SIZE', integer)
  @IsInt()
  @Min(2)
  @Max(200)
  poolSize: number = 10;

  /**
   * Milliseconds that a request waits for a free connection before it is answered 503. A rush of some hundred buyers is a
   * line of a second or two, which is to be served.
   */
  @Env('DATABASE_POOL_WAIT_MS', integer)
  @IsInt()
  @Min(100)
  @Max(30_000)
  poolWaitMs: number = 5_000;

  /**
   * Milliseconds after which a connection in use, on which nothing has come, is given up as lost: its request is
   * answered 503. Longer than a statement may take (5 s), since one that runs is silent too.
   */
  @Env('DATABASE_SILENCE_MS', integer)
  @IsInt()
  @Min(500)
  @Max(600_000)
  silenceMs: number = 8_000;

  /**
   * Whether statements are prepared once for each connection, which spares PostgreSQL to parse and plan them each time.
   * Unless said here, they are when no DATABASE_DIRECT_URL tells of a pooler; PgBouncer 1.21 or later follows them with
   * `max_prepared_statements`.
   */
  @Env('DATABASE_PREPARED_STATEMENTS', flag)
  @IsOptional()
  @IsBoolean()
  preparedStatements?: boolean;
}
