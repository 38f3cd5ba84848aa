import type { Story } from '../../common/openapi/api-story.js';
import { CART_OPERATIONS, CARTS } from './cart.js';
import { GOODS } from './goods.js';
import { ORDER_OPERATIONS, ORDERS } from './order.js';
import { PAYMENT_OPERATIONS, PAYMENTS } from './payment.js';

/**
 * What the examples of the OpenAPI document tell: Mara buys two T-shirts and a mug. She pays, the mug turns out to be
 * sold out, its money goes back, and the shirts are sent.
 */
export const STORY: Story = {
  schemas: { ...GOODS, ...CARTS, ...ORDERS, ...PAYMENTS },
  operations: { ...CART_OPERATIONS, ...ORDER_OPERATIONS, ...PAYMENT_OPERATIONS },
};
