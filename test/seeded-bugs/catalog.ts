import { ACCESS_BUGS } from './access.bugs.js';
import { CATALOG_BUGS } from './catalog.bugs.js';
import { COMMON_BUGS } from './common.bugs.js';
import { ORDERS_BUGS } from './orders.bugs.js';
import { PAYMENTS_BUGS } from './payments.bugs.js';
import { PAYPAL_BUGS } from './paypal.bugs.js';
import type { SeededBug } from './seeded-bug.js';
import { STRIPE_BUGS } from './stripe.bugs.js';
import { STOCK_BUGS } from './stock.bugs.js';
import { WEBHOOKS_BUGS } from './webhooks.bugs.js';

/** Every mistake that the tests must catch. */
export const SEEDED_BUGS: readonly SeededBug[] = [
  ...STOCK_BUGS,
  ...ORDERS_BUGS,
  ...PAYMENTS_BUGS,
  ...WEBHOOKS_BUGS,
  ...STRIPE_BUGS,
  ...PAYPAL_BUGS,
  ...ACCESS_BUGS,
  ...CATALOG_BUGS,
  ...COMMON_BUGS,
];
