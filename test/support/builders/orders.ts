import { OrderResponse } from '../../../src/orders/dto/order.response.js';
import { OrdersService } from '../../../src/orders/orders.service.js';
import type { Principal } from '../../../src/common/http/principal.js';
import type { TestShop } from '../shop.js';
import type { SignedInAccount } from './accounts.js';
import { aReadyCart, type CartItemOptions, type CartOptions } from './carts.js';
import { aVariant } from './products.js';

export interface OrderOptions extends Omit<CartOptions, 'items' | 'customerId'> {
  /** One unit of a new variant unless others are named. */
  readonly items?: readonly CartItemOptions[];
  /** Who orders; a guest when left out. */
  readonly customer?: SignedInAccount;
}

/** What a test knows of an order that was just made. */
export interface MadeOrder {
  readonly id: string;
  readonly cartId: string;
  readonly number: string;
  readonly total: OrderResponse['totals']['total'];
  readonly items: OrderResponse['items'];
  /** How its shopper proves that it is theirs: for the options of a request. */
  readonly proof: { readonly orderToken?: string; readonly token?: string };
}

/** An order that waits for its payment. */
export async function anOrder(shop: TestShop, options: OrderOptions = {}): Promise<MadeOrder> {
  const { customer, ...cart } = options;
  const items = options.items ?? [{ variantId: (await aVariant(shop)).variantId }];
  const cartId = await aReadyCart(shop, { ...cart, items, customerId: customer?.user.id });
  const made = await shop.get(OrdersService).orderCart({ cartId }, customer && principalOf(customer));
  const order = OrderResponse.from(made.order, made);
  return {
    id: order.id,
    cartId,
    number: order.number,
    total: order.totals.total,
    items: order.items,
    proof: customer ? { token: customer.token } : { orderToken: order.accessToken?.text },
  };
}

/** An order that was paid with the test provider. */
export async function aPlacedOrder(shop: TestShop, options: OrderOptions = {}): Promise<MadeOrder> {
  const order = await anOrder(shop, options);
  await pay(shop, order, 'success');
  return order;
}

let keys = 0;

/** A key that no other request has. */
export const aKey = (): string => `key-${(keys += 1)}`;

/** Starts a payment of the order with the test provider; gives it as the shop answers. */
export async function pay(shop: TestShop, order: MadeOrder, paymentMethod: string) {
  const body = { provider: 'test', paymentMethod };
  const answer = await shop.http.post(`/orders/${order.id}/payments`, body, {
    ...order.proof,
    idempotencyKey: aKey(),
  });
  if (answer.status !== 201) throw new Error(`The order cannot be paid: ${answer.text}`);
  return answer.body;
}

const principalOf = ({ user }: SignedInAccount): Principal => ({
  userId: user.id,
  sessionId: user.id,
  roles: user.roles,
  permissions: new Set(),
});
