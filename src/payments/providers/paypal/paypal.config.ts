import {
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUrl,
  MaxLength,
  ValidateBy,
  ValidateIf,
  type ValidationArguments,
} from 'class-validator';
import { Config, Env, flag } from '../../../common/config/settings.js';

export type PaypalEnvironment = 'sandbox' | 'live';

const API_BASES: Readonly<Record<PaypalEnvironment, string>> = {
  sandbox: 'https://api-m.sandbox.paypal.com',
  live: 'https://api-m.paypal.com',
};
const CERTIFICATE_ORIGINS: Readonly<Record<PaypalEnvironment, readonly string[]>> = {
  sandbox: ['https://api.sandbox.paypal.com', 'https://api.paypal.com'],
  live: ['https://api.paypal.com'],
};
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** PayPal's webhook simulator signs with it for everybody. */
const SIMULATOR_WEBHOOK_ID = 'WEBHOOK_ID';

const Holds = (holds: (config: PaypalConfig) => boolean, message: string): PropertyDecorator =>
  ValidateBy({
    name: 'holds',
    validator: {
      validate: (_: unknown, args?: ValidationArguments) => holds(args!.object as PaypalConfig),
      defaultMessage: () => message,
    },
  });

const IfOn = (): PropertyDecorator =>
  ValidateIf((config: PaypalConfig, given) => config.isEnabled || given !== undefined);

/** PayPal. It is off without a client id. */
@Config()
export class PaypalConfig {
  /** Client id of the REST app. Without it, the shop does not offer PayPal. */
  @Env('PAYPAL_CLIENT_ID')
  @ValidateIf((config: PaypalConfig, given) => given !== undefined || config.clientSecret !== undefined)
  @IsString({ message: '$property is required with PAYPAL_CLIENT_SECRET' })
  @MaxLength(200)
  clientId?: string;

  /** Its secret. */
  @Env('PAYPAL_CLIENT_SECRET')
  @IfOn()
  @IsString({ message: '$property is required with PAYPAL_CLIENT_ID' })
  @MaxLength(200, { message: '$property is too long' })
  clientSecret?: string;

  /** Id of the webhook that was registered for this shop: it is part of each signature. */
  @Env('PAYPAL_WEBHOOK_ID')
  @IfOn()
  @IsString({ message: '$property is required with PAYPAL_CLIENT_ID' })
  @MaxLength(100)
  @Holds(
    (config) => !config.isProduction || config.webhookId !== SIMULATOR_WEBHOOK_ID,
    '$property may not be that of the webhook simulator in production',
  )
  webhookId?: string;

  /** `sandbox` or `live`. Default: `live` in production, else `sandbox`. */
  @Env('PAYPAL_ENVIRONMENT')
  @IsOptional()
  @IsIn(['sandbox', 'live'])
  @Holds(
    (config) => config.isOnPurpose || config.environment === config.usualEnvironment,
    '$property is not the usual one here: with PAYPAL_ON_PURPOSE=on it is allowed',
  )
  chosenEnvironment?: PaypalEnvironment;

  /** `on` allows the sandbox or a PAYPAL_API_BASE on loopback in production, and real money outside production. */
  @Env('PAYPAL_ON_PURPOSE', flag)
  @IsBoolean()
  isOnPurpose: boolean = false;

  /** The storefront's page for buyers who come back from PayPal. It gets the parameter `payment`, an id. */
  @Env('PAYPAL_RETURN_URL')
  @IfOn()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  returnUrl?: string;

  /** The same for buyers who turned back. Default: PAYPAL_RETURN_URL. */
  @Env('PAYPAL_CANCEL_URL')
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  chosenCancelUrl?: string;

  /** Another server that speaks PayPal's protocol, for tests. */
  @Env('PAYPAL_API_BASE')
  @IsOptional()
  @Holds(
    ({ chosenBase }) => isOnLoopback(chosenBase) || chosenBase!.startsWith('https://'),
    '$property must be https, or http on loopback',
  )
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  @Holds(
    (config) => !config.isProduction || (config.isOnPurpose && isOnLoopback(config.chosenBase)),
    '$property may not be set in production, but for loopback with PAYPAL_ON_PURPOSE=on',
  )
  chosenBase?: string;

  /** Production, development or test. */
  @Env('NODE_ENV')
  @IsString()
  private readonly runtime: string = 'development';

  get isEnabled(): boolean {
    return this.clientId !== undefined;
  }

  get isProduction(): boolean {
    return this.runtime === 'production';
  }

  get environment(): PaypalEnvironment {
    return this.chosenEnvironment ?? this.usualEnvironment;
  }

  get usualEnvironment(): PaypalEnvironment {
    return this.isProduction ? 'live' : 'sandbox';
  }

  get apiBase(): string {
    return this.chosenBase === undefined ? API_BASES[this.environment] : new URL(this.chosenBase).origin;
  }

  get cancelUrl(): string | undefined {
    return this.chosenCancelUrl ?? this.returnUrl;
  }

  /** Only from there are certificates fetched. */
  get certificateOrigins(): readonly string[] {
    return this.chosenBase === undefined ? CERTIFICATE_ORIGINS[this.environment] : [this.apiBase];
  }
}

function isOnLoopback(base: string | undefined): boolean {
  return base === undefined || (URL.canParse(base) && LOOPBACK.has(new URL(base).hostname));
}
