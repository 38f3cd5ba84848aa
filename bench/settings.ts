import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** More than a core can answer. */
const CALLS_PER_MINUTE = '10000000';
const UNITS_OR_ORDERS = '1000000';

/**
 * Every limit that `.env.example` names for what one client may ask, so high that it is counted and refuses nobody:
 * here one address asks for all.
 */
export const LIMITS: Readonly<Record<string, string>> = {
  RATE_LIMITS: 'on',
  ...limitsNamed(/^#?(RATE_LIMIT_\w+)=/gm, CALLS_PER_MINUTE),
  ...limitsNamed(/^#?(ORDER_MAX_\w+)=/gm, UNITS_OR_ORDERS),
  ORDER_HELD_STOCK_PERCENT: '100',
};

/** As the README has it run for others: nothing is off that a shop has on. */
export const PRODUCTION: Readonly<Record<string, string>> = {
  ...LIMITS,
  NODE_ENV: 'production',
  LOG_LEVEL: 'info',
  WORKER: 'on',
  LOAD_SHEDDING: 'on',
  METRICS_TOKEN: randomBytes(32).toString('base64url'),
  // Off in production unless asked for by name, and the only one that there is to measure.
  PAYMENTS_TEST_PROVIDER: 'on',
  // No balancer has to look away before it ends.
  SHUTDOWN_DRAIN_MS: '0',
};

function limitsNamed(pattern: RegExp, value: string): Record<string, string> {
  const example = readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8');
  return Object.fromEntries([...example.matchAll(pattern)].map(([, name]) => [name!, value]));
}
