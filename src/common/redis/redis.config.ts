import { IsOptional, IsUrl } from 'class-validator';
import { Config, Env } from '../config/settings.js';

/** What processes share apart from PostgreSQL. Nothing in it is the truth: without it the shop is no less right. */
@Config()
export class RedisConfig {
  /**
   * Redis or Valkey, in which several processes share cached public answers and count rate limits together:
   * `redis://:password@host:6379/0`.
   */
  @Env('REDIS_URL')
  @IsOptional()
  @IsUrl({ protocols: ['redis', 'rediss'], require_tld: false, require_protocol: true })
  url?: string;
}
