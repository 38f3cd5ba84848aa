import type { RateLimitRule } from '../../common/http/rate-limit/rate-limiter.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** By client address, on the routes themselves. */
export const LOGIN_LIMIT: RateLimitRule = { name: 'login', points: 30, windowSeconds: MINUTE };
export const REGISTER_LIMIT: RateLimitRule = { name: 'register', points: 300, windowSeconds: 10 * MINUTE };
export const REFRESH_LIMIT: RateLimitRule = { name: 'refresh', points: 120, windowSeconds: MINUTE };

export const PAIR_LIMIT: RateLimitRule = { name: 'login-pair', points: 5, windowSeconds: MINUTE };
export const PAIR_HOURLY: RateLimitRule = { name: 'login-pair-hourly', points: 15, windowSeconds: HOUR };

/** By account and each network around the client, from small to large. */
export const NETWORK_PAIR_HOURLY: readonly RateLimitRule[] = [
  { name: 'login-network-pair', points: 20, windowSeconds: HOUR },
  { name: 'login-wide-network-pair', points: 30, windowSeconds: HOUR },
];

/** Over all accounts, against one password tried on many accounts. */
export const CLIENT_HOURLY: RateLimitRule = { name: 'login-client', points: 100, windowSeconds: HOUR };
export const NETWORK_HOURLY: readonly RateLimitRule[] = [
  { name: 'login-network', points: 400, windowSeconds: HOUR },
  { name: 'login-wide-network', points: 1_200, windowSeconds: HOUR },
];

/** By client and each network around it. */
export const registrationsHourly = (points: number): readonly RateLimitRule[] => [
  { name: 'register-client', points, windowSeconds: HOUR },
  { name: 'register-network', points: 4 * points, windowSeconds: HOUR },
  { name: 'register-wide-network', points: 12 * points, windowSeconds: HOUR },
];

/** By account, from unknown places and devices. */
export const accountHourly = (points: number): RateLimitRule => ({
  name: 'login-account',
  points,
  windowSeconds: HOUR,
});

/** Beyond the account's limit, for networks that have not failed at it. */
export const ACCOUNT_TRICKLE: RateLimitRule = { name: 'login-account-trickle', points: 1, windowSeconds: 10 };

export const DEVICE_LIMIT: RateLimitRule = {
  name: 'login-device',
  points: 10,
  windowSeconds: 10 * MINUTE,
};
