/**
 * Every route that anyone may call. A route that is public by mistake is found by its missing here, so a line is added
 * only after asking: what may a stranger learn or change by it?
 */
export const PUBLIC_ROUTES: readonly string[] = [
  'DELETE /api/v1/carts/{id}/items/{itemId}',
  'GET /.well-known/jwks.json',
  'GET /api/v1/carts/{id}',
  'GET /api/v1/carts/{id}/shipping-methods',
  'GET /api/v1/categories',
  'GET /api/v1/categories/{id}',
  'GET /api/v1/orders/{id}',
  'GET /api/v1/orders/{id}/payments',
  'GET /api/v1/payments/{id}',
  'GET /api/v1/products',
  'GET /api/v1/products/suggestions',
  'GET /api/v1/products/{idOrSlug}',
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
  'PATCH /api/v1/carts/{id}',
  'PATCH /api/v1/carts/{id}/items/{itemId}',
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/refresh',
  'POST /api/v1/auth/register',
  'POST /api/v1/carts',
  'POST /api/v1/carts/{id}/items',
  'POST /api/v1/orders',
  'POST /api/v1/orders/{id}/cancellation',
  'POST /api/v1/orders/{id}/payments',
  'POST /api/v1/payments/{id}/cancellation',
  'POST /api/v1/payments/{id}/confirmation',
  'POST /api/v1/webhooks/{provider}',
];
