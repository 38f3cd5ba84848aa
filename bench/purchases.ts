import { uuidv4 } from '../src/common/database/ids.js';
import { type Answer, type Connection, expecting, request, type RequestOptions } from './connection.js';
import type { Scene } from './ground.js';

interface Cart {
  readonly id: string;
  readonly totals: { readonly total: object };
}

/** Sends a request and gives its answer. Throws unless it is of that status. */
export type Send = (
  status: number,
  method: string,
  path: string,
  options?: RequestOptions,
) => Promise<Pick<Answer, 'body'>>;

export const over =
  (connection: Connection): Send =>
  (status, method, path, options) =>
    expecting(status, connection, request(method, `/api/v1${path}`, options));

/** The same within this process, for a look at the statements. */
export const within =
  ({ shop }: Scene): Send =>
  async (status, method, path, { body, headers } = {}) => {
    const answer = await shop.http.send(method, path, body, { headers });
    if (answer.status !== status) throw new Error(`${method} ${path} was answered ${answer.text}`);
    return { body: Buffer.from(answer.text) };
  };

const parsed = ({ body }: Pick<Answer, 'body'>) => JSON.parse(body.toString()) as Cart;

/** A guest's purchase, from an empty cart to a paid order. */
export async function purchase(send: Send, scene: Scene, variantIds: readonly string[]): Promise<void> {
  const cart = await readyCart(send, scene, variantIds);
  const { order, token } = await place(send, cart);
  const headers = { 'x-order-token': token };
  await send(201, 'POST', `/orders/${order}/payments`, {
    body: { provider: 'test', paymentMethod: 'success' },
    headers: { ...headers, 'idempotency-key': uuidv4() },
  });
  await send(200, 'GET', `/orders/${order}`, { headers });
}

/** A guest's cart with a line for each variant, that wants nothing but to be ordered. */
export async function readyCart(send: Send, scene: Scene, variantIds: readonly string[]): Promise<Cart> {
  const { id } = await openCart(send, variantIds);
  await send(200, 'PATCH', `/carts/${id}`, {
    body: { email: 'mara@example.com', shippingAddress: scene.address },
  });
  await send(200, 'GET', `/carts/${id}/shipping-methods`);
  const body = { shippingMethodId: scene.shippingMethodId };
  return parsed(await send(200, 'PATCH', `/carts/${id}`, { body }));
}

export async function openCart(send: Send, variantIds: readonly string[]): Promise<Cart> {
  const items = variantIds.map((variantId) => ({ variantId, quantity: 1 }));
  return parsed(await send(201, 'POST', '/carts', { body: { items } }));
}

export async function place(
  send: Send,
  { id, totals }: Pick<Cart, 'id'> & Partial<Cart>,
): Promise<{ order: string; token: string }> {
  const answer = await send(201, 'POST', '/orders', {
    body: { cartId: id, ...(totals ? { expectedTotal: totals.total } : {}) },
    headers: { 'idempotency-key': uuidv4() },
  });
  const { id: order, accessToken: token } = JSON.parse(answer.body.toString()) as {
    id: string;
    accessToken: string;
  };
  return { order, token };
}

export const addItem = (send: Send, cartId: string, variantId: string) =>
  send(200, 'POST', `/carts/${cartId}/items`, { body: { variantId, quantity: 1 } });
