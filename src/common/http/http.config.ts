import {
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { OnInProduction } from '../config/production.validator.js';
import { IsSecret } from '../config/secret.validator.js';
import { Config, Env, flag, integer, list } from '../config/settings.js';

const CIDR = /^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?)$/;

/** Where the shop listens, and whom it believes. */
@Config()
export class HttpConfig {
  /** Address to listen on. The demo shop stays on loopback unless this is set. */
  @Env('HOST')
  @IsString()
  host: string = '127.0.0.1';

  /** Port to listen on: 3000, or the next free one, unless this names another. */
  @Env('PORT', integer)
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(65_535)
  chosenPort?: number;

  /** Address of the shop as its users write it; every absolute link is made from it, never from a request's headers. */
  @Env('PUBLIC_URL')
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  publicUrl?: string;

  /** Proxies whose X-Forwarded-* headers are believed, as addresses or CIDRs. None by default, and never all. */
  @Env('TRUSTED_PROXIES', list)
  @Matches(CIDR, { each: true, message: '$property must be a list of addresses or CIDRs' })
  trustedProxies: string[] = [];

  /** Exact origins of browsers that may call the API. A star is refused, since calls may carry credentials. */
  @Env('CORS_ORIGINS', list)
  @Matches(/^https?:\/\/[^*/\s]+$/, {
    each: true,
    message: '$property must be exact origins such as https://shop.example',
  })
  corsOrigins: string[] = [];

  /** PEM certificate chain; with TLS_KEY_FILE the process speaks HTTPS itself. */
  @Env('TLS_CERT_FILE')
  @ValidateIf((config: HttpConfig) => config.tlsKeyFile !== undefined)
  @IsString({ message: '$property is needed, since TLS_KEY_FILE is set' })
  tlsCertFile?: string;

  /** PEM private key of that certificate. */
  @Env('TLS_KEY_FILE')
  @ValidateIf((config: HttpConfig) => config.tlsCertFile !== undefined)
  @IsString({ message: '$property is needed, since TLS_CERT_FILE is set' })
  tlsKeyFile?: string;

  /** Key of the MACs on cursors and order tokens: 32 characters or more, random, of its own. */
  @Env('APP_SECRET')
  @IsSecret()
  appSecret: string;

  /** `off` lifts every limit by client address, e-mail and account. It is for load tests, and refused in production. */
  @Env('RATE_LIMITS', flag)
  @IsBoolean()
  @OnInProduction()
  rateLimits: boolean = true;

  /** Reads (GET and HEAD) that one client address may send in a minute. A storefront's own server is one address: raise it there. */
  @Env('RATE_LIMIT_READS_PER_MINUTE', integer)
  @IsInt()
  @Min(60)
  @Max(10_000_000)
  readsPerMinute: number = 6_000;

  /** Other requests that one client address may send in a minute. Sign-in has limits of its own. */
  @Env('RATE_LIMIT_WRITES_PER_MINUTE', integer)
  @IsInt()
  @Min(60)
  @Max(10_000_000)
  writesPerMinute: number = 3_000;

  /** Carts that one client address may open in a minute, instead of the limit above. */
  @Env('RATE_LIMIT_CARTS_PER_MINUTE', integer)
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  cartsPerMinute: number = 300;

  /** Orders that one client address may send in a minute, instead of the limit above. */
  @Env('RATE_LIMIT_ORDERS_PER_MINUTE', integer)
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  ordersPerMinute: number = 60;

  /** Whether `/docs` and `/openapi.json` are served. Unless said here, they are, except in production. */
  @Env('API_DOCS', flag)
  @IsOptional()
  @IsBoolean()
  apiDocs?: boolean;

  /**
   * Whoever reads `/metrics` sends it as `Authorization: Bearer <token>`: 32 characters or more, random, of its own.
   * Without one, anybody may read them, and nobody in production.
   */
  @Env('METRICS_TOKEN')
  @IsOptional()
  @IsSecret()
  metricsToken?: string;

  /**
   * Milliseconds between the word to end and the end, in which the process is unready and still serves, so that balancers
   * look away first: 5000 in production, 0 elsewhere. Longer than the balancer takes to see it.
   */
  @Env('SHUTDOWN_DRAIN_MS', integer)
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(300_000)
  drainMs?: number;

  get port(): number {
    return this.chosenPort ?? 3000;
  }

  get isPortChosen(): boolean {
    return this.chosenPort !== undefined;
  }

  get scheme(): 'http' | 'https' {
    return this.tlsCertFile === undefined ? 'http' : 'https';
  }
}
