import { IsBoolean, IsInt, IsOptional, IsString, IsUrl, Max, Min, ValidateIf } from 'class-validator';
import { randomBytes } from 'node:crypto';
import { IsSecret } from '../../../common/config/secret.validator.js';
import { Config, Env, flag, integer } from '../../../common/config/settings.js';

/** The provider that moves no real money, for the demo, for tests and for building a front end. */
@Config()
export class TestProviderConfig {
  /** `on` or `off`. In production it is off by default, because it gives goods away. */
  @Env('PAYMENTS_TEST_PROVIDER', flag)
  @IsOptional()
  @IsBoolean()
  wanted?: boolean;

  /** Milliseconds until a delayed payment settles or an expiring authorization lapses, and its webhook is sent. */
  @Env('TEST_PROVIDER_DELAY_MS', integer)
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  delayMs: number = 1_000;

  /** Where its webhooks go. Default: to this process. */
  @Env('TEST_PROVIDER_WEBHOOK_URL')
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  webhookUrl?: string;

  /** Signs and checks its webhooks. Outside production a random one is made at each start by default. */
  @Env('TEST_PROVIDER_WEBHOOK_SECRET')
  @ValidateIf((config: TestProviderConfig, given) => given !== undefined || config.mustHaveSecret)
  @IsSecret()
  givenWebhookSecret?: string;

  /** Also accepted, while the secret is being changed. */
  @Env('TEST_PROVIDER_WEBHOOK_SECRET_PREVIOUS')
  @IsOptional()
  @IsSecret()
  previousWebhookSecret?: string;

  /** Production, development or test. */
  @Env('NODE_ENV')
  @IsString()
  private readonly environment: string = 'development';

  private readonly madeSecret = randomBytes(32).toString('base64url');

  get isEnabled(): boolean {
    return this.wanted ?? this.environment !== 'production';
  }

  private get mustHaveSecret(): boolean {
    return this.isEnabled && this.environment === 'production';
  }

  get webhookSecret(): string {
    return this.givenWebhookSecret ?? this.madeSecret;
  }

  get webhookSecrets(): readonly string[] {
    const previous = this.previousWebhookSecret;
    return previous === undefined ? [this.webhookSecret] : [this.webhookSecret, previous];
  }
}
