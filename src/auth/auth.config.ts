import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { availableParallelism } from 'node:os';
import { IsSecret } from '../common/config/secret.validator.js';
import { Config, Env, integer, lines } from '../common/config/settings.js';
import { IsSigningKey, IsVerificationKey } from './tokens/signing-key.validator.js';
import { LEAST_PASSWORD_LENGTH } from './passwords/password-length.js';

/** Node's thread pool has four threads for hashing, files and DNS; one of them stays free. */
const HASH_THREADS = 3;

/** Keys of tokens, and the cost of password hashes. */
@Config()
export class AuthConfig {
  /** Private key that signs access tokens: EC P-256, as PEM (PKCS #8) or JWK. */
  @Env('AUTH_SIGNING_KEY')
  @IsSigningKey()
  signingKey: string;

  /** Public or private key that will sign next, published early so that every verifier knows it in time. */
  @Env('AUTH_SIGNING_KEY_NEXT')
  @IsOptional()
  @IsVerificationKey()
  nextSigningKey?: string;

  /** Public or private key that signed before, accepted until its last token has expired (10 minutes). */
  @Env('AUTH_SIGNING_KEY_PREVIOUS')
  @IsOptional()
  @IsVerificationKey()
  previousSigningKey?: string;

  /** Key of the MAC on refresh tokens: at least 32 random characters, used for nothing else. */
  @Env('AUTH_REFRESH_SECRET')
  @IsSecret()
  refreshSecret: string;

  /** The previous key of refresh tokens. Its tokens still work, and are replaced by tokens of the new key. */
  @Env('AUTH_REFRESH_SECRET_PREVIOUS')
  @IsOptional()
  @IsSecret()
  previousRefreshSecret?: string;

  /** `iss` of access tokens. */
  @Env('AUTH_ISSUER')
  @IsString()
  @MaxLength(200)
  issuer: string = 'cartwright';

  /** `aud` of access tokens; tokens of other shops are refused. */
  @Env('AUTH_AUDIENCE')
  @IsString()
  @MaxLength(200)
  audience: string = 'cartwright-api';

  /** Minimum length of a customer's password, at least 12 as the API document says. */
  @Env('AUTH_PASSWORD_MIN_LENGTH', integer)
  @IsInt()
  @Min(LEAST_PASSWORD_LENGTH)
  @Max(64)
  passwordMinLength: number = LEAST_PASSWORD_LENGTH;

  /** Minimum length of the password of every account that has a permission. */
  @Env('AUTH_STAFF_PASSWORD_MIN_LENGTH', integer)
  @IsInt()
  @Min(12)
  @Max(64)
  staffPasswordMinLength: number = 15;

  /** Further passwords to refuse, one per line. AUTH_PASSWORD_LIST_FILE names a file of leaked passwords. */
  @Env('AUTH_PASSWORD_LIST', lines)
  @IsString({ each: true })
  passwordList: string[] = [];

  /** Failed sign-ins per account and hour from unknown devices and places; further ones get one attempt per 10 s. */
  @Env('AUTH_ACCOUNT_FAILURES_PER_HOUR', integer)
  @IsInt()
  @Min(10)
  @Max(10_000)
  accountFailuresPerHour: number = 100;

  /** Open sessions of one account. A further sign-in ends the least recently refreshed sessions. */
  @Env('AUTH_SESSIONS_PER_ACCOUNT', integer)
  @IsInt()
  @Min(1)
  @Max(10_000)
  sessionsPerAccount: number = 100;

  /** New accounts per client address and hour; networks around it may open 4 and 12 times as many. */
  @Env('AUTH_REGISTRATIONS_PER_HOUR', integer)
  @IsInt()
  @Min(1)
  @Max(100_000)
  registrationsPerHour: number = 60;

  /** Days without a sign-in before an unverified customer account that never ordered is removed. */
  @Env('AUTH_UNUSED_ACCOUNT_DAYS', integer)
  @IsInt()
  @Min(90)
  @Max(3650)
  unusedAccountDays: number = 365;

  /** Memory of one argon2id hash in KiB. The default is OWASP's minimum; raise it until a hash takes 100 ms. */
  @Env('AUTH_HASH_MEMORY_KIB', integer)
  @IsInt()
  @Min(19_456)
  @Max(1_048_576)
  hashMemoryKib: number = 19_456;

  /** Passes of one argon2id hash. */
  @Env('AUTH_HASH_PASSES', integer)
  @IsInt()
  @Min(2)
  @Max(20)
  hashPasses: number = 2;

  /** Hashes that run at the same time; this bounds the memory that concurrent sign-ins use. */
  @Env('AUTH_HASH_CONCURRENCY', integer)
  @IsInt()
  @Min(1)
  @Max(64)
  hashConcurrency: number = Math.min(availableParallelism(), HASH_THREADS);

  /** Hashes that may wait; beyond this limit the answer is 503 `overloaded`. */
  @Env('AUTH_HASH_QUEUE', integer)
  @IsInt()
  @Min(1)
  @Max(10_000)
  hashQueue: number = 100;
}
