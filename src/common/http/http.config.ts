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

/** The address of the shop, and the clients that it trusts. */
@Config()
export class HttpConfig {
  /** Address to listen on. The demo shop stays on loopback unless this is set. */
  @Env('HOST')
  @IsString()
  host: string = '127.0.0.1';

  /** Port to listen on; without it 3000, or the next free port. */
  @Env('PORT', integer)
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(65_535)
  chosenPort?: number;

  /** Public address of the shop. Absolute links always use it, and never the headers of a request. */
  @Env('PUBLIC_URL')
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  publicUrl?: string;

  /** Proxies (addresses or CIDRs) whose X-Forwarded-* headers are trusted. Default: none. */
  @Env('TRUSTED_PROXIES', list)
  @Matches(CIDR, { each: true, message: '$property must be a list of addresses or CIDRs' })
  trustedProxies: string[] = [];

  /** Exact origins whose browsers may call the API. `*` is refused, because calls may carry credentials. */
  @Env('CORS_ORIGINS', list)
  @Matches(/^https?:\/\/[^*/\s]+$/, {
    each: true,
    message: '$property must be exact origins such as https://shop.example',
  })
  corsOrigins: string[] = [];

  /** PEM certificate chain; with TLS_KEY_FILE the process speaks HTTPS itself. */
  @Env('TLS_CERT_FILE')
  @ValidateIf((config: HttpConfig) => config.tlsKeyFile !== undefined)
  @IsString({ message: '$property is required with TLS_KEY_FILE' })
  tlsCertFile?: string;

  /** PEM private key of that certificate. */
  @Env('TLS_KEY_FILE')
  @ValidateIf((config: HttpConfig) => config.tlsCertFile !== undefined)
  @IsString({ message: '$property is required with TLS_CERT_FILE' })
  tlsKeyFile?: string;

  /** Key of the MACs on cursors and order tokens: at least 32 random characters, used for nothing else. */
  @Env('APP_SECRET')
  @IsSecret()
  appSecret: string;

  /** `off` lifts all limits by client address, e-mail and account. For load tests only; production refuses it. */
  @Env('RATE_LIMITS', flag)
  @IsBoolean()
  @OnInProduction()
  rateLimits: boolean = true;

  /** Reads (GET, HEAD) per client address and minute. Raise it when a storefront server calls from one address. */
  @Env('RATE_LIMIT_READS_PER_MINUTE', integer)
  @IsInt()
  @Min(60)
  @Max(10_000_000)
  readsPerMinute: number = 6_000;

  /** Other requests per client address and minute. Sign-in has its own limits. */
  @Env('RATE_LIMIT_WRITES_PER_MINUTE', integer)
  @IsInt()
  @Min(60)
  @Max(10_000_000)
  writesPerMinute: number = 3_000;

  /** New carts per client address and minute. */
  @Env('RATE_LIMIT_CARTS_PER_MINUTE', integer)
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  cartsPerMinute: number = 300;

  /** Orders per client address and minute. */
  @Env('RATE_LIMIT_ORDERS_PER_MINUTE', integer)
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  ordersPerMinute: number = 60;

  /** Whether `/docs` and `/openapi.json` are served. Default: everywhere except in production. */
  @Env('API_DOCS', flag)
  @IsOptional()
  @IsBoolean()
  apiDocs?: boolean;

  /** Bearer token for `/metrics`, at least 32 random characters; without it, production hides the metrics. */
  @Env('METRICS_TOKEN')
  @IsOptional()
  @IsSecret()
  metricsToken?: string;

  /** Milliseconds of unready serving before shutdown, so that balancers notice. Default: 5000 in production, else 0. */
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
