import type { Invariant } from '../common/doctor/invariant.js';

export const cartInvariants: readonly Invariant[] = [
  {
    name: 'cart.items_within_limit',
    says: 'No cart holds more than 100 items.',
    sql: `SELECT cart_id, count(*) AS items FROM cart_items GROUP BY cart_id HAVING count(*) > 100 LIMIT 20`,
  },
  {
    name: 'cart.ordered_carts_are_complete',
    says: 'A cart that was ordered has items, an e-mail address, a shipping address and a shipping method.',
    sql: `SELECT cart.id FROM carts cart
          WHERE cart.status = 'ordered'
            AND (cart.email IS NULL OR cart.shipping_address IS NULL OR cart.shipping_method_id IS NULL
                 OR NOT EXISTS (SELECT FROM cart_items item WHERE item.cart_id = cart.id))
          LIMIT 20`,
  },
  {
    name: 'cart.merged_carts_left_nothing_behind',
    says: 'A cart that was merged belongs to the customer who claimed it, and all its items went with it.',
    sql: `SELECT cart.id FROM carts cart
          WHERE cart.status = 'merged'
            AND (cart.customer_id IS NULL OR EXISTS (SELECT FROM cart_items item WHERE item.cart_id = cart.id))
          LIMIT 20`,
  },
];
