import type { TakenCart } from '../../cart/index.js';
import { Order } from '../entities/order.entity.js';
import { OrderLine } from '../entities/order-line.entity.js';

/**
 * The order that a cart becomes, with every amount as the cart quoted it: from here on they are read, never computed.
 * What costs nothing needs no payment, and is placed at once.
 */
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
    lines: cart.lines.map(newLine),
    fulfillments: [],
    cancellations: [],
    ...(isFree && { status: 'placed' as const, paymentStatus: 'paid' as const }),
  });
}

function newLine(line: TakenCart['lines'][number], position: number): OrderLine {
  return Object.assign(new OrderLine(), {
    position,
    variantId: line.variantId,
    sku: line.sku,
    title: line.title,
    quantity: line.quantity,
    unitPrice: line.unitPrice.amount,
    subtotal: line.subtotal.amount,
    discount: line.discount.amount,
    tax: line.tax.amount,
    taxMillionths: line.taxMillionths,
    total: line.total.amount,
  });
}
