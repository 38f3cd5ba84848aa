import type { TakenCart } from '../../cart/index.js';
import { Order } from '../entities/order.entity.js';
import { OrderLine } from '../entities/order-line.entity.js';

/** Takes the amounts of the cart's quote, and computes none. A free order is placed at once. */
export function newOrder(cart: TakenCart, clientNetwork: string | null): Order {
  const { subtotal, discount, shipping, tax, total } = cart.totals;
  const isFree = total.amount === 0;
  return Object.assign(new Order(), {
    cartId: cart.cartId,
    customerId: cart.customerId,
    email: cart.email,
    clientNetwork,
    currency: cart.currency,
    subtotal: subtotal.amount,
    discount: discount.amount,
    shipping: shipping.amount,
    shippingTax: cart.shippingTax.amount,
    tax: tax.amount,
    total: total.amount,
    shippingAddress: cart.shippingAddress,
    billingAddress: cart.billingAddress,
    shippingMethodId: cart.shippingMethod.id,
    shippingMethodName: cart.shippingMethod.name,
    lines: cart.items.map(newLine),
    fulfillments: [],
    cancellations: [],
    ...(isFree && { status: 'placed' as const, paymentStatus: 'paid' as const }),
  });
}

function newLine(item: TakenCart['items'][number], position: number): OrderLine {
  return Object.assign(new OrderLine(), {
    position,
    variantId: item.variantId,
    sku: item.sku,
    title: item.title,
    quantity: item.quantity,
    unitPrice: item.unitPrice.amount,
    subtotal: item.subtotal.amount,
    discount: item.discount.amount,
    tax: item.tax.amount,
    taxMillionths: item.taxMillionths,
    total: item.total.amount,
  });
}
