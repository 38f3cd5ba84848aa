import type { SeededBug } from './seeded-bug.js';

const CLOSING = 'src/orders/closing/closing.service.ts';
const REOPENING = 'src/orders/closing/reopening.service.ts';
const LIMIT_TESTS = 'test/orders/limits.e2e-spec.ts';
const ITEM_TESTS = 'test/orders/item-cancellation.e2e-spec.ts';

export const ORDERS_BUGS: readonly SeededBug[] = [
  {
    name: 'cart-ordered-twice',
    says: 'Neither the cart’s state nor UNIQUE (cart_id) keeps a cart from becoming two orders.',
    edits: [
      {
        file: 'migrations/1764000800000-create-orders.ts',
        find: 'CONSTRAINT orders_cart_id_key UNIQUE (cart_id),',
        put: '',
      },
      {
        file: 'src/orders/placement/placement.repository.ts',
        find: 'ON CONFLICT (cart_id) DO NOTHING',
        put: '',
      },
      {
        file: 'src/cart/carts.repository.ts',
        find: `WHERE id = $1 AND status = 'open' AND (customer_id IS NULL OR customer_id = $2)`,
        put: `WHERE id = $1 AND (customer_id IS NULL OR customer_id = $2)`,
      },
    ],
    file: 'test/orders/races.e2e-spec.ts',
    test: 'that is ordered 50 times at once, with a key each time, becomes one order',
  },
  {
    name: 'cart-read-before-its-lock',
    says: 'A cart is ordered without the line that was added while the order waited for it.',
    edits: [
      {
        file: 'src/cart/carts.repository.ts',
        find: 'return isCurrent ? cart : this.get(id, shopper);',
        put: 'return isCurrent ? cart : cart;',
      },
    ],
    file: 'test/cart/concurrency.e2e-spec.ts',
    test: 'sees a line that was added while it waited for the cart',
  },
  {
    name: 'price-change-not-told',
    says: 'A shopper who agreed to one total is charged another.',
    edits: [
      {
        file: 'src/orders/placement/placement.service.ts',
        find: 'if (!isSame(dto.expectedTotal, cart.totals.total)) throw new PriceChanged(cart.totals);',
        put: '',
      },
    ],
    file: 'test/orders/orders.e2e-spec.ts',
    test: 'at another total than the shopper saw',
  },
  {
    name: 'stock-released-before-cancel-confirmed',
    says: 'Stock is freed while the provider may still take the money.',
    edits: [
      {
        file: CLOSING,
        find: 'await this.changes.make(id, asked, () => new OrderCloseRequested(id, wish));',
        put: `await this.changes.make(id, asked, () => new OrderCloseRequested(id, wish));
    await this.inventory.release(id);`,
      },
    ],
    file: 'test/orders/closing.e2e-spec.ts',
    test: 'only asks to close when it is',
  },
  {
    name: 'expired-while-paying',
    says: 'An order expires although a payment for it is under way.',
    edits: [
      {
        file: CLOSING,
        find: `if (order.isPaymentUnderWay) return this.requestClose(order, 'expired', SYSTEM, reason);`,
        put: '',
      },
    ],
    file: 'test/orders/closing.e2e-spec.ts',
    test: 'is asked to close while a payment is under way, once',
  },
  {
    name: 'reopened-while-paying',
    says: 'The cart of an order is opened while its money may still come.',
    edits: [
      {
        file: REOPENING,
        find: 'if (order.isPaymentUnderWay) throw new PaymentInProgress();',
        put: '',
      },
      {
        file: 'migrations/1796012000000-reopen-orders.ts',
        find: `(status = 'canceled' AND placed_at IS NULL AND reopened_cart_id <> cart_id)`,
        put: 'reopened_cart_id <> cart_id',
      },
    ],
    file: 'test/orders/reopening.e2e-spec.ts',
    test: 'is refused while a payment is under way',
  },
  {
    name: 'reopened-many-times',
    says: 'Each of many calls that come at once opens a cart of its own.',
    edits: [
      {
        file: REOPENING,
        find: 'const order = found(await this.orders.lock(id, access));',
        put: 'const order = found(await this.orders.find(id, access));',
      },
    ],
    file: 'test/orders/reopening.e2e-spec.ts',
    test: 'opens one cart',
  },
  {
    name: 'canceled-units-sent',
    says: 'Units that were canceled may be sent all the same.',
    edits: [
      {
        file: 'src/orders/entities/order-line.entity.ts',
        find: 'return this.quantity - this.fulfilledQuantity - this.canceledQuantity;',
        put: 'return this.quantity - this.fulfilledQuantity;',
      },
      {
        file: 'src/orders/fulfillment/fulfillment.repository.ts',
        find: 'order_lines.fulfilled_quantity + order_lines.canceled_quantity + packed.quantity',
        put: 'order_lines.fulfilled_quantity + packed.quantity',
      },
      {
        file: 'migrations/1796005000000-cancel-order-items.ts',
        find: 'CHECK (canceled_quantity >= 0 AND fulfilled_quantity + canceled_quantity <= quantity) NOT VALID;',
        put: 'CHECK (canceled_quantity >= 0) NOT VALID;',
      },
    ],
    file: ITEM_TESTS,
    test: 'may be canceled in part, and the others sent after it',
  },
  {
    name: 'canceled-units-not-put-back',
    says: 'Canceled units never come back on the shelf.',
    edits: [
      {
        file: 'src/orders/cancellation/item-cancellation.service.ts',
        find: 'await this.inventory.putBack(order.id, canceled);',
        put: '',
      },
    ],
    file: ITEM_TESTS,
    test: 'may be canceled in part, and the others sent after it',
  },
  {
    name: 'open-orders-counted-without-lock',
    says: 'Orders that are sent at once do not see each other, and more of them wait than may.',
    edits: [
      {
        file: 'src/orders/placement/open-orders.ts',
        find: 'await this.orders.lock(shopper);',
        put: '',
      },
    ],
    file: LIMIT_TESTS,
    test: 'by client address',
  },
  {
    name: 'stranger-uses-up-a-customer',
    says: 'Orders of strangers count against the customer whose e-mail address they name.',
    edits: [
      {
        file: 'src/orders/placement/open-orders.ts',
        find: 'const email = customerId === null ? order.email : null;',
        put: 'const email = order.email;',
      },
      {
        file: 'src/orders/placement/open-orders.repository.ts',
        find: "status = 'pending_payment' AND customer_id IS NULL AND email = $2::text",
        put: "status = 'pending_payment' AND email = $2::text",
      },
    ],
    file: LIMIT_TESTS,
    test: 'is none of a customer whose e-mail address a stranger uses',
  },
  {
    name: 'stock-told-to-strangers',
    says: 'Whoever asks for more than an order may have is told whether there are so many.',
    edits: [
      {
        file: 'src/cart/problems.ts',
        find: 'quantity > maxPerOrder && stock?.atMost !== 0',
        put: 'quantity > maxPerOrder && stock === undefined',
      },
    ],
    file: 'src/cart/problems.spec.ts',
    test: 'name each item that is not for sale or not in stock',
  },
  {
    name: 'expiry-ends-one-page',
    says: 'A run ends some of the orders whose time has run out, and leaves the others to the next.',
    edits: [
      {
        file: 'src/orders/closing/expiry.jobs.ts',
        find: 'if (page.length < PAGE || performance.now() > deadline) return;',
        put: 'return;',
      },
    ],
    file: 'test/orders/expiry.e2e-spec.ts',
    test: 'are ended in fewer runs than they fill pages',
  },
  {
    name: 'customers-order-forgotten',
    says: 'Personal data is taken out of orders of accounts too.',
    edits: [
      {
        file: 'src/orders/retention/forgetting.repository.ts',
        find: 'AND placed_at IS NULL AND customer_id IS NULL',
        put: 'AND placed_at IS NULL',
      },
    ],
    file: 'test/house/retention.e2e-spec.ts',
    test: 'is all that is forgotten',
  },
];
