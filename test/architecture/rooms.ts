/**
 * The rooms of each module that has outgrown one folder, and those of common: a file in a room may import from the
 * rooms to its left, never from those to its right. Files directly in the module's folder are its ground and its face,
 * and may be asked by, and ask, every room. A new room gets its place here.
 */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  common: [
    'errors',
    'money',
    'config',
    'logging',
    'redis',
    'failpoints',
    'database',
    'cli',
    'doctor',
    'events',
    'http',
    'address',
    'cache',
    'openapi',
    'imports',
    'boot',
  ],
  auth: ['entities', 'passwords', 'dto', 'tokens', 'sessions', 'accounts', 'guards', 'sign-in'],
  inventory: ['entities', 'dto'],
  catalog: ['entities', 'dto', 'listings', 'categories', 'products', 'search', 'media', 'export', 'import'],
  shipping: ['entities', 'dto'],
  taxes: ['entities', 'dto'],
  cart: ['entities', 'dto'],
  orders: ['entities', 'dto', 'changes', 'closing', 'retention', 'fulfillment', 'cancellation', 'placement'],
  payments: ['providers', 'entities', 'dto', 'completion', 'attempts', 'operations', 'webhooks', 'recovery'],
  demo: ['catalog', 'story', 'walk'],
};
