import type { HttpConfig } from '../http.config.js';

export interface RateLimitRule {
  /** Names the counter; rules of one name share it. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
}

/** Reads of one client address. */
export const browsingLimit = ({ readsPerMinute }: HttpConfig): RateLimitRule => ({
  name: 'browsing',
  points: readsPerMinute,
  windowSeconds: 60,
});

/** Everything else that one client address sends. */
export const writingLimit = ({ writesPerMinute }: HttpConfig): RateLimitRule => ({
  name: 'writing',
  points: writesPerMinute,
  windowSeconds: 60,
});

/** New carts of one client address. */
export const cartsLimit = ({ cartsPerMinute }: HttpConfig): RateLimitRule => ({
  name: 'opening carts',
  points: cartsPerMinute,
  windowSeconds: 60,
});

/** Orders that one client address places. */
export const ordersLimit = ({ ordersPerMinute }: HttpConfig): RateLimitRule => ({
  name: 'ordering',
  points: ordersPerMinute,
  windowSeconds: 60,
});
