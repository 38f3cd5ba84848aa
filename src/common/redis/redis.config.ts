import { IsOptional, IsUrl } from 'class-validator';
import { Config, Env } from '../config/settings.js';

/** State shared by processes. It is never the only copy: the shop is correct without it. */
@Config()
export class RedisConfig {
  /** Redis or Valkey for shared cached answers and rate limits: `redis://:password@host:6379/0`. */
  @Env('REDIS_URL')
  @IsOptional()
  @IsUrl({ protocols: ['redis', 'rediss'], require_tld: false, require_protocol: true })
  url?: string;
}
