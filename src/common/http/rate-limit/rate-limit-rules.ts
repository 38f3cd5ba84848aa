import type { HttpConfig } from '../http.config.js';

export interface RateLimitRule {
  /** Rules with the same name share a counter. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
}

export const browsingLimit = ({ readsPerMinute }: HttpConfig): RateLimitRule => ({
  name: 'browsing',
  points: readsPerMinute,
  windowSeconds: 60,
});

export const writingLimit = ({ writesPerMinute }: HttpConfig): RateLimitRule => ({
  name: 'writing',
  points: writesPerMinute,
  windowSeconds: 60,
});

export const cartsLimit = ({ cartsPerMinute }: HttpConfig): RateLimitRule => ({
  name: 'opening carts',
  points: cartsPerMinute,
  windowSeconds: 60,
});

export const ordersLimit = ({ ordersPerMinute }: HttpConfig): RateLimitRule => ({
  name: 'ordering',
  points: ordersPerMinute,
  windowSeconds: 60,
});
