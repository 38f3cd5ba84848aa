import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { availableParallelism } from 'node:os';
import { IsSecret } from '../common/config/secret.validator.js';
import { Config, Env, integer, lines } from '../common/config/settings.js';
import { IsSigningKey, IsVerificationKey } from './tokens/signing-key.validator.js';
import { LEAST_PASSWORD_LENGTH } from './passwords/password-length.js';

/** Node's thread pool has four threads for hashing, files and DNS: one of them always stays free. */
const HASH_THREADS = 3;

/** Keys of tokens, and the cost of passwords. */
@Config()
export class AuthConfig {
  /** Private key that signs access tokens: EC P-256, as PEM (PKCS #8) or JWK. */
  @Env('AUTH_SIGNING_KEY')
  @IsSigningKey()
  signingKey: string;

  /** Key that will sign next, published ahead so that every verifier knows it by then. Public or private. */
  @Env('AUTH_SIGNING_KEY_NEXT')
  @IsOptional()
  @IsVerificationKey()
  nextSigningKey?: string;

  /** Key that signed until now, believed until its last token has expired (10 minutes). Public or private. */
  @Env('AUTH_SIGNING_KEY_PREVIOUS')
  @IsOptional()
  @IsVerificationKey()
  previousSigningKey?: string;

  /** Key of the MAC on refresh tokens: 32 characters or more, random, of its own. */
  @Env('AUTH_REFRESH_SECRET')
  @IsSecret()
  refreshSecret: string;

  /** The key before it: its tokens still refresh, and are answered with tokens of the new one. */
  @Env('AUTH_REFRESH_SECRET_PREVIOUS')
  @IsOptional()
  @IsSecret()
  previousRefreshSecret?: string;

  /** `iss` of access tokens. */
  @Env('AUTH_ISSUER')
  @IsString()
  @MaxLength(200)
  issuer: string = 'cartwright';

  /** `aud` of access tokens; another shop's tokens are refused. */
  @Env('AUTH_AUDIENCE')
  @IsString()
  @MaxLength(200)
  audience: string = 'cartwright-api';

  /** Fewest characters of a customer's password; 12 at the least, as the document says. */
  @Env('AUTH_PASSWORD_MIN_LENGTH', integer)
  @IsInt()
  @Min(LEAST_PASSWORD_LENGTH)
  @Max(64)
  passwordMinLength: number = LEAST_PASSWORD_LENGTH;

  /** Fewest characters of the password of whoever holds a permission. */
  @Env('AUTH_STAFF_PASSWORD_MIN_LENGTH', integer)
  @IsInt()
  @Min(12)
  @Max(64)
  staffPasswordMinLength: number = 15;

  /** Further passwords to refuse, one a line: name a file of leaked ones in AUTH_PASSWORD_LIST_FILE. */
  @Env('AUTH_PASSWORD_LIST', lines)
  @IsString({ each: true })
  passwordList: string[] = [];

  /**
   * Failed sign-ins to one account in an hour, from everywhere that it has not signed in before. Beyond it, strangers
   * take turns of ten seconds; known devices and places never wait for them.
   */
  @Env('AUTH_ACCOUNT_FAILURES_PER_HOUR', integer)
  @IsInt()
  @Min(10)
  @Max(10_000)
  accountFailuresPerHour: number = 100;

  /** Sessions of one account at one time; the next one ends those that nobody has refreshed for longest. */
  @Env('AUTH_SESSIONS_PER_ACCOUNT', integer)
  @IsInt()
  @Min(1)
  @Max(10_000)
  sessionsPerAccount: number = 100;

  /** KiB of memory that one argon2id hash takes. The default is OWASP's floor; raise it until a hash takes 100 ms. */
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

  /** Hashes at one time; with the memory of one this bounds what a storm of sign-ins can take. */
  @Env('AUTH_HASH_CONCURRENCY', integer)
  @IsInt()
  @Min(1)
  @Max(64)
  hashConcurrency: number = Math.min(availableParallelism(), HASH_THREADS);

  /** Hashes that may wait; beyond it the answer is 503 `overloaded`. */
  @Env('AUTH_HASH_QUEUE', integer)
  @IsInt()
  @Min(1)
  @Max(10_000)
  hashQueue: number = 100;
}
