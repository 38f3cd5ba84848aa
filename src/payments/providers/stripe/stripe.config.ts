import {
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  ValidateBy,
  type ValidationArguments,
} from 'class-validator';
import { Config, Env, flag, list } from '../../../common/config/settings.js';

type Mode = 'test' | 'live';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/** Stripe is offered once `STRIPE_SECRET_KEY` is set. */
@Config()
export class StripeConfig {
  /** Secret or restricted key of the Stripe account, `sk_...` or `rk_...`. Without it Stripe is off. */
  @Env('STRIPE_SECRET_KEY')
  @IsOptional()
  @Matches(/^[sr]k_(test|live)_\w{10,250}$/, { message: '$property must be a secret key as Stripe gives it' })
  @Fits('$property must be a live key in production and a test key elsewhere, or fit STRIPE_MODE', fitsMode)
  secretKey?: string;

  /** The public key of the same account and mode. The buyer's browser gets it with each payment. */
  @Env('STRIPE_PUBLISHABLE_KEY')
  @Fits('$property must be the pk_... key of the mode of STRIPE_SECRET_KEY', isOfSameMode)
  publishableKey?: string;

  /** Signing secrets of the webhook endpoints, `whsec_...`: several, with commas, while one is being changed. */
  @Env('STRIPE_WEBHOOK_SECRETS', list)
  @Fits('$property must be signing secrets as Stripe gives them, divided by commas', areSecrets)
  webhookSecrets: readonly string[] = [];

  /** `automatic` takes the money when the buyer pays; `manual` only holds it until staff capture it. */
  @Env('STRIPE_CAPTURE_METHOD')
  @IsIn(['automatic', 'manual'])
  captureMethod: 'automatic' | 'manual' = 'automatic';

  /** `live` or `test`, to allow live keys outside production or test keys in it. */
  @Env('STRIPE_MODE')
  @IsOptional()
  @IsIn(['test', 'live'])
  wantedMode?: Mode;

  /** Where Stripe's API is, for tests against a double. Default: Stripe itself. */
  @Env('STRIPE_API_BASE')
  @IsOptional()
  @Fits('$property must be https, or http on loopback, without a path', isApiBase)
  @Fits(
    '$property is for tests: in production only on loopback and with STRIPE_API_BASE_IN_PRODUCTION',
    isAllowed,
  )
  apiBase?: string;

  /** `on` allows `STRIPE_API_BASE` in production, on loopback alone. */
  @Env('STRIPE_API_BASE_IN_PRODUCTION', flag)
  @IsOptional()
  @IsBoolean()
  isApiBaseMeant?: boolean;

  /** Production, development or test. */
  @Env('NODE_ENV')
  @IsString()
  readonly environment: string = 'development';

  get isEnabled(): boolean {
    return this.secretKey !== undefined;
  }

  get isLive(): boolean {
    return modeOf(this.secretKey) === 'live';
  }

  get isProduction(): boolean {
    return this.environment === 'production';
  }
}

/** Messages never show the value. */
function Fits(message: string, fits: (config: StripeConfig, value: unknown) => boolean): PropertyDecorator {
  const validate = (value: unknown, args?: ValidationArguments): boolean =>
    fits(args?.object as StripeConfig, value);
  return ValidateBy({ name: fits.name, validator: { validate } }, { message });
}

const modeOf = (key: unknown): string | undefined =>
  typeof key === 'string' ? /^[a-z]{2}_(test|live)_/.exec(key)?.[1] : undefined;

function fitsMode({ wantedMode, isProduction }: StripeConfig, key: unknown): boolean {
  return modeOf(key) === (wantedMode ?? (isProduction ? 'live' : 'test'));
}

function isOfSameMode({ secretKey }: StripeConfig, key: unknown): boolean {
  if (key === undefined) return secretKey === undefined;
  const isKey = typeof key === 'string' && /^pk_(test|live)_\w{10,250}$/.test(key);
  return isKey && (secretKey === undefined || modeOf(key) === modeOf(secretKey));
}

function areSecrets({ secretKey }: StripeConfig, secrets: unknown): boolean {
  if (!Array.isArray(secrets) || secrets.length > 5) return false;
  if (secrets.length === 0) return secretKey === undefined;
  return secrets.every((secret) => /^whsec_[\w+/=-]{20,250}$/.test(secret));
}

function isApiBase(_: StripeConfig, base: unknown): boolean {
  const url = urlOf(base);
  if (!url || url.pathname !== '/' || url.username + url.password + url.search !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
}

function isAllowed({ isProduction, isApiBaseMeant }: StripeConfig, base: unknown): boolean {
  return !isProduction || (isApiBaseMeant === true && LOOPBACK.test(urlOf(base)?.hostname ?? ''));
}

const urlOf = (text: unknown): URL | undefined =>
  typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
