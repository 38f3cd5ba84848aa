import type { Role } from '../auth/index.js';

/** Published in the README: everyone who reaches the demo shop can sign in, so it listens on loopback only. */
export const DEMO_PASSWORD = 'cartwright-demo';

export const DEMO_ACCOUNTS: readonly { email: string; name: string; roles: readonly Role[] }[] = [
  { email: 'owner@example.com', name: 'Olive Cartwright', roles: ['owner'] },
  { email: 'shopper@example.com', name: 'Sam Shopper', roles: ['customer'] },
];
